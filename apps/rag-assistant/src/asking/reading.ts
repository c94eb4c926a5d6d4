import { isInstruction, type Source } from '@pareto/grounding';
import type { PageContent, RetrievedPassage } from '../passages.ts';
import type { Library } from './ports.ts';

/** A page, or a long stretch of one, that is read for an answer. */
export interface Reading extends Source {
  readonly documentId: string;
  readonly documentName: string;
  readonly page: PageContent;
  /** `page.text.slice(start, start + text.length) === text`. */
  readonly start: number;
  /** Document and headings of the passage that was found, as a reader would name the place. */
  readonly title: string;
}

/** How far around a passage its page is read, in characters: most pages are read whole. */
const REACH = 2_400;
/** Pages that are read; what ranks below them rarely holds the answer, and costs time. */
const MAX_READINGS = 5;

/**
 * The pages of the passages, best first, each once: what matches a question is often beside what answers it, the row of
 * a table below its heading. Those that are gone, or say something else by now, are left out.
 */
export async function readPassages(passages: readonly RetrievedPassage[], library: Library): Promise<Reading[]> {
  const readings: Reading[] = [];
  for (const [key, found] of Map.groupBy(passages, ({ documentId, page }) => `${documentId} ${page}`)) {
    if (readings.length === MAX_READINGS || key === '') break;
    const first = found[0]!;
    const page = await library.page(first.documentId, first.page);
    const standing = page ? found.filter(({ start, end, text }) => page.text.slice(start, end) === text) : [];
    if (page && standing.length > 0) readings.push(readingOf(standing, page));
  }
  return readings;
}

function readingOf(passages: readonly RetrievedPassage[], page: PageContent): Reading {
  const [first] = passages;
  const { start, end } = widened(page.text, first!);
  const { documentId, documentName } = first!;
  const title = [documentName, ...first!.headings].join(' › ');
  const tables = passages.map(({ context }) => context);
  return {
    documentId,
    documentName,
    page,
    start,
    text: page.text.slice(start, end),
    title,
    context: [...new Set([title, ...tables])].filter(Boolean).join('\n'),
  };
}

/** Out to the ends of paragraphs or tables, or of the page. */
function widened(text: string, { start, end }: { readonly start: number; readonly end: number }) {
  const from = start <= REACH ? 0 : text.indexOf('\n\n', start - REACH) + 2;
  const to = text.length - end <= REACH ? text.length : text.lastIndexOf('\n\n', end + REACH);
  return { start: from > 1 && from <= start ? from : start <= REACH ? 0 : start, end: to >= end ? to : end };
}

/** Whether a quote was written for people. What says something to a machine is neither shown to the model nor quoted. */
export function isQuotable(text: string): boolean {
  return !isInstruction(text);
}
