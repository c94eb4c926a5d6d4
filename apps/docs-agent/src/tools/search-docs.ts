import { z } from 'zod';
import { resolveSource } from './source-reference.ts';
import { defineTool } from './tool.ts';

const HITS = 6;

/** Sections of pages by meaning and words. */
export const searchDocs = defineTool({
  name: 'search_docs',
  description: 'Find sections of the documentation that answer a question.',
  schema: z.object({
    query: z.string().trim().min(1).max(400).describe('what to look for, in words'),
    source: z.string().trim().min(1).max(250).optional().describe('package, e.g. fastify or fastify@5'),
  }),
  example: { query: 'validate the body of a request', source: 'fastify' },
  cost: 1,
  deadlineMs: 5_000,
  effect: 'read',
  async run({ query, source }, { index, signal }) {
    const filter = source === undefined ? {} : resolveSource(index, source);
    const hits = await index.search(query, { ...filter, k: HITS, signal });
    if (hits.length === 0) return { text: 'Nothing found. Try other words.' };
    return {
      excerpts: hits.map((hit) => ({ place: hit, headings: hit.headings, text: hit.text, similarity: hit.similarity })),
    };
  },
});
