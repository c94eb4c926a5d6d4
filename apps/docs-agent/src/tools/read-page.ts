import { ServiceError } from '@pareto/contracts';
import { z } from 'zod';
import type { DocPage } from '../docs-index.ts';
import { declarationAt, type PagePart, partsOf, slugOf } from './page-part.ts';
import { truncated } from './plain-output.ts';
import { resolveSource } from './source-reference.ts';
import { defineTool, type Excerpt } from './tool.ts';

const LIMIT = 3_000;
const SHOWN_ANCHORS = 30;
const TYPINGS = /\.d\.[cm]?ts$/;

/** Inside of a source there is no way up or out, whatever the index makes of such a path. */
const pathInside = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .refine((path) => !/^[/\\~]|^[a-z][a-z0-9+.-]*:|\\|\0/i.test(path), 'must be a path inside of the source')
  .refine((path) => !path.split('/').includes('..'), 'must not hold ".."');

/** One page, or the part below one of its headings. */
export const readPage = defineTool({
  name: 'read_page',
  description: 'Read one page of the documentation, or the section below one heading.',
  schema: z.object({
    source: z.string().trim().min(1).max(250).describe('package, e.g. fastify@5'),
    path: pathInside.describe('file, as search_docs shows it'),
    anchor: z.string().trim().max(200).optional().describe('heading, as search_docs shows it after #'),
  }),
  example: { source: 'fastify', path: 'README.md', anchor: 'install' },
  cost: 1,
  deadlineMs: 5_000,
  effect: 'read',
  async run({ source, path, anchor }, { index }) {
    const filter = resolveSource(index, source);
    const { file, fragment } = split(path);
    const page = index.page(filter.source!, file, filter.version);
    const parts = partsOf(page.text);
    const wanted = anchor || fragment;
    const excerpt = wanted ? partExcerpt(page, parts, wanted.replace(/^#/, '')) : pageExcerpt(page);
    const isCut = excerpt.text.length > LIMIT;
    const anchors = parts.map((part) => part.anchor).slice(0, SHOWN_ANCHORS);
    return {
      excerpts: [{ ...excerpt, text: truncated(excerpt.text, LIMIT) }],
      text: isCut && anchors.length > 1 ? `Anchors of this page: ${anchors.join(', ')}` : undefined,
    };
  },
});

/** Models put the anchor where they saw it: behind the path. */
function split(path: string): { file: string; fragment: string | undefined } {
  const [file = path, fragment] = path.split('#', 2);
  return { file: file.replace(/^\.\//, ''), fragment };
}

function pageExcerpt({ text, title, ...page }: DocPage): Excerpt {
  return { place: { ...page, anchor: undefined }, headings: [title], text };
}

function partExcerpt(page: DocPage, parts: readonly PagePart[], anchor: string): Excerpt {
  const declaration = TYPINGS.test(page.path) ? declarationAt(page.text, anchor) : undefined;
  if (declaration) {
    const { title, text: _, ...place } = page;
    return { place: { ...place, anchor: declaration.anchor }, headings: [title], text: declaration.text };
  }
  const part =
    parts.find((candidate) => candidate.anchor === anchor) ?? parts.find((it) => it.anchor === slugOf(anchor));
  if (part) {
    const { source, version, path } = page;
    const place = { source, version, path, anchor: part.anchor };
    return { place, headings: part.headings, text: page.text.slice(part.start, part.end).trim() };
  }
  const there = parts.map((candidate) => candidate.anchor).slice(0, SHOWN_ANCHORS);
  const has = TYPINGS.test(page.path) ? 'Its anchors are lines, e.g. L12' : `It has: ${there.join(', ')}`;
  throw new ServiceError('page_not_found', `The page has no heading "${anchor}". ${has}`, { param: 'anchor' });
}
