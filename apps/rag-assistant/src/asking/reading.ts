import type { Source } from '@pareto/grounding';
import type { PageContent, RetrievedPassage } from '../passages.ts';
import { isInstruction } from '../prompts/neutralise.ts';
import type { Library } from './ports.ts';

/** A stretch of a page that is read for an answer: a passage with what belongs to it. */
export interface Reading extends Source {
  readonly documentId: string;
  readonly documentName: string;
  readonly page: PageContent;
  /** `page.text.slice(start, start + text.length) === text`. */
  readonly start: number;
  /** Document and headings, as a reader would name the place. */
  readonly title: string;
}

/** How far a passage is read on to the ends of its paragraph or table, in characters. */
const REACH = 600;
const MAX_READINGS = 8;

/**
 * The passages with the whole of the paragraphs and tables that they were cut from; passages of a page that then
 * overlap become one. Those whose page is gone, or says something else by now, are left out.
 */
export async function readPassages(passages: readonly RetrievedPassage[], library: Library): Promise<Reading[]> {
  const readings: Reading[] = [];
  for (const passage of passages) {
    const page = await library.page(passage.documentId, passage.page);
    if (!page || page.text.slice(passage.start, passage.end) !== passage.text) continue;
    const { start, end } = widened(page.text, passage);
    const known = readings.findIndex(
      (reading) =>
        reading.page.number === page.number &&
        reading.documentId === passage.documentId &&
        touches(reading, start, end),
    );
    if (known >= 0) {
      const other = readings[known]!;
      readings[known] = readingOf(
        passage,
        page,
        Math.min(start, other.start),
        Math.max(end, other.start + other.text.length),
        other,
      );
    } else if (readings.length < MAX_READINGS) {
      readings.push(readingOf(passage, page, start, end));
    }
  }
  return readings;
}

function readingOf(passage: RetrievedPassage, page: PageContent, start: number, end: number, other?: Reading): Reading {
  const title = [passage.documentName, ...passage.headings].join(' › ');
  return {
    documentId: passage.documentId,
    documentName: passage.documentName,
    page,
    start,
    text: page.text.slice(start, end),
    title: other?.title ?? title,
    context: [...new Set([...(other?.context ?? '').split('\n'), title, passage.context])].filter(Boolean).join('\n'),
  };
}

function touches(reading: Reading, start: number, end: number): boolean {
  return start <= reading.start + reading.text.length && end >= reading.start;
}

/** Out to the blank lines around it, where those are near. */
function widened(text: string, { start, end }: { readonly start: number; readonly end: number }) {
  const before = text.lastIndexOf('\n\n', start);
  const from = before < 0 ? 0 : before + 2;
  const after = text.indexOf('\n\n', end);
  const to = after < 0 ? text.length : after;
  return { start: start - from <= REACH && from <= start ? from : start, end: to - end <= REACH ? to : end };
}

/** Whether a quote reads as something said to a machine: it is then neither shown to the model nor quoted. */
export function isQuotable(text: string): boolean {
  return !isInstruction(text);
}
