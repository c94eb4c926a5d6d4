import { z } from 'zod';
import { sourceName } from './source-reference.ts';
import { defineTool } from './tool.ts';

const LISTED = 40;

/** Names and versions of what can be searched. */
export const listSources = defineTool({
  name: 'list_sources',
  description: 'List the packages and their installed versions.',
  schema: z.object({
    name: z.string().trim().max(250).optional().describe('part of a name'),
  }),
  example: { name: 'fastify' },
  cost: 1,
  deadlineMs: 1_000,
  effect: 'read',
  async run({ name = '' }, { index }) {
    const wanted = name.replace(/(?<=.)@.*$/, '').toLowerCase();
    const found = index.sources().filter((source) => source.name.toLowerCase().includes(wanted));
    if (found.length === 0) return { text: 'No source has such a name.' };
    const lines = found.slice(0, LISTED).map((source) => {
      const state = source.status === 'ready' ? '' : ` (${source.status})`;
      return `${sourceName(source)}${state}`;
    });
    const more = found.length > LISTED ? [`[cut: ${found.length - LISTED} more sources; give a part of a name]`] : [];
    return { text: [...lines, ...more].join('\n') };
  },
});
