import { z } from 'zod';
import { resolveSource } from './source-reference.ts';
import { defineTool } from './tool.ts';

const SECTIONS = 6;
const version = z
  .string()
  .trim()
  .max(100)
  .transform((text) => text.replace(/^[\^~v]+/, ''))
  .refine((text) => /^\d+(?:\.\d+){0,2}(?:[-+][\w.+-]+)?$/.test(text), 'must be a version, e.g. 5.1.0');

/** What changed from one version to another. */
export const changelogBetween = defineTool({
  name: 'changelog_between',
  description: 'Show what changed in a package between two versions.',
  schema: z.object({
    source: z.string().trim().min(1).max(250).describe('package, e.g. fastify'),
    from: version.describe('older version'),
    to: version.describe('newer version'),
  }),
  example: { source: 'fastify', from: '4.0.0', to: '5.0.0' },
  cost: 1,
  deadlineMs: 2_000,
  effect: 'read',
  async run({ source, from, to }, { index }) {
    const { source: name } = resolveSource(index, source);
    // Models mix the two up more often than anybody asks for it backwards.
    const [older, newer] = [from, to].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
    const sections = index.changelog(name!, older!, newer!);
    if (sections.length === 0) return { text: `The changelog of ${name} says nothing between ${older} and ${newer}.` };
    const rest = sections.length - SECTIONS;
    return {
      excerpts: sections
        .slice(0, SECTIONS)
        .map((section) => ({ place: section, headings: section.headings, text: section.text })),
      text: rest > 0 ? `[cut: ${rest} older sections]` : undefined,
    };
  },
});
