import { z } from 'zod';
import type { DocSection, DocsIndex } from '../docs-index.ts';
import { compareVersions } from '../sources/versions.ts';
import { resolveSource } from './source-reference.ts';
import { defineTool } from './tool.ts';

const SECTIONS = 6;
/** Deep enough to reach past what is no changelog. */
const SEARCHED = 100;
const version = z
  .string()
  .trim()
  .max(100)
  .transform((text) => text.replace(/^[\^~v]+/, ''))
  .refine((text) => /^\d+(?:\.\d+){0,2}(?:[-+][\w.+-]+)?$/.test(text), 'must be a version, e.g. 5.1.0');

function firstOf(version: string): string {
  return filled(version, '0');
}

/** Of the releases that "5" or "5.1" may stand for. */
function lastOf(version: string): string {
  return filled(version, '999999');
}

function filled(version: string, part: string): string {
  return /[-+]/.test(version) ? version : [...version.split('.'), part, part].slice(0, 3).join('.');
}

/** Sections that a search finds for the matter come first, the others follow as they stand. */
async function nearest(
  about: string,
  sections: readonly DocSection[],
  { index, source, signal }: { readonly index: DocsIndex; readonly source: string; readonly signal: AbortSignal },
): Promise<readonly DocSection[]> {
  const hits = await index.search(about, { source, k: SEARCHED, signal });
  const rank = new Map(hits.map(({ id }, i) => [id, i]));
  const rankOf = ({ id }: DocSection) => rank.get(id) ?? SEARCHED;
  return sections.toSorted((a, b) => rankOf(a) - rankOf(b));
}

/** What changed from one version to another. */
export const changelogBetween = defineTool({
  name: 'changelog_between',
  description: 'Show what changed in a package between two versions.',
  schema: z.object({
    source: z.string().trim().min(1).max(250).describe('package, e.g. fastify'),
    from: version.describe('older version'),
    to: version.describe('newer version'),
    about: z.string().trim().min(1).max(400).optional().describe('what the question is about'),
  }),
  example: { source: 'fastify', from: '4.0.0', to: '5.0.0' },
  cost: 1,
  deadlineMs: 5_000,
  effect: 'read',
  async run({ source, from, to, about }, { index, signal }) {
    const { source: name } = resolveSource(index, source);
    // Models mix the two up more often than anybody asks for it backwards.
    const [older, newer] = [from, to].sort((a, b) => compareVersions(firstOf(a), firstOf(b)));
    // "From 4 to 5": what changed after the last 4, up to the last 5.
    const sections = index.changelog(name!, lastOf(older!), lastOf(newer!));
    if (sections.length === 0) return { text: `The changelog of ${name} says nothing between ${older} and ${newer}.` };
    const chosen = about === undefined ? sections : await nearest(about, sections, { index, source: name!, signal });
    const rest = sections.length - SECTIONS;
    return {
      excerpts: chosen
        .slice(0, SECTIONS)
        .map((section) => ({ place: section, headings: section.headings, text: section.text })),
      text: rest > 0 ? `[cut: ${rest} more sections]` : undefined,
    };
  },
});
