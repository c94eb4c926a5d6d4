import { z } from 'zod';
import type { DocSymbol } from '../docs-index.ts';
import { truncated } from './plain-output.ts';
import { resolveSource } from './source-reference.ts';
import { defineTool, type Excerpt } from './tool.ts';

const LIMIT = 4;
const SIGNATURE_LENGTH = 700;
const COMMENT_LENGTH = 500;

/** Exported names with their signatures. */
export const findSymbol = defineTool({
  name: 'find_symbol',
  description: 'Find a function, class or type by name and show its TypeScript signature.',
  schema: z.object({
    name: z.string().trim().min(1).max(200).describe('identifier, e.g. createServer'),
    source: z.string().trim().min(1).max(250).optional().describe('package, e.g. fastify or fastify@5'),
  }),
  example: { name: 'FastifyInstance', source: 'fastify' },
  cost: 1,
  deadlineMs: 2_000,
  effect: 'read',
  async run({ name, source }, { index }) {
    const filter = source === undefined ? {} : resolveSource(index, source);
    // "app.register()" is asked for by its last word.
    const bare = name.replace(/\(.*$/s, '');
    const word = bare.split(/[.#]/).findLast((part) => part !== '') ?? bare;
    const symbols = index.symbols(word, { ...filter, limit: LIMIT });
    if (symbols.length === 0) return { text: `No export is called "${word}".` };
    return { excerpts: symbols.map(toExcerpt) };
  },
});

function toExcerpt({ source, version, path, line, parent, name, kind, signature, comment }: DocSymbol): Excerpt {
  const full = parent === undefined ? name : `${parent}.${name}`;
  const code = `\`\`\`ts\n${truncated(signature, SIGNATURE_LENGTH)}\n\`\`\``;
  return {
    place: { source, version, path, anchor: `L${line}` },
    headings: [`${kind} ${full}`],
    text: comment === undefined ? code : `${truncated(comment, COMMENT_LENGTH)}\n${code}`,
  };
}
