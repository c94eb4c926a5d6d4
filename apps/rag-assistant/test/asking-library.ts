import type { AskEvent } from '../src/asking/events.ts';
import type { Library } from '../src/asking/ports.ts';
import type { PageContent, RetrievedPassage } from '../src/passages.ts';

export interface TestPage {
  readonly document: string;
  readonly page: number;
  readonly text: string;
  readonly headings?: readonly string[];
  readonly context?: string;
}

/** A library in memory that finds every page, those with most of the question's words first. */
export function libraryOf(pages: readonly TestPage[], asked: string[] = []): Library {
  return {
    async retrieve(question) {
      asked.push(question);
      const words = question.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];
      const shared = ({ text }: TestPage) => words.filter((word) => text.toLowerCase().includes(word)).length;
      return [...pages]
        .sort((a, b) => shared(b) - shared(a))
        .map((page) => passageOf(page, shared(page) / words.length));
    },
    page: (documentId, number) => {
      const found = pages.find(({ document, page }) => document === documentId && page === number);
      return found && contentOf(found);
    },
  };
}

function passageOf({ document, page, text, headings = [], context = '' }: TestPage, share: number): RetrievedPassage {
  const scores = { cosine: 0.2 + 0.6 * share, bm25: 1 + 38 * share };
  const place = { documentId: document, page, start: 0, end: text.length, text };
  return { id: `${document}-${page}`, ...place, headings, context, documentName: `${document}.pdf`, scores };
}

function contentOf({ document, page, text }: TestPage): PageContent {
  let start = 0;
  const lines = text.split('\n').map((line, i) => {
    const span = { start, end: start + line.length, box: { x: 50, y: 20 * (i + 1), width: 400, height: 12 } };
    start += line.length + 1;
    return span;
  });
  return { documentId: document, number: page, text, lines };
}

export async function eventsOf(run: AsyncIterable<AskEvent>): Promise<AskEvent[]> {
  const events: AskEvent[] = [];
  for await (const event of run) events.push(event);
  return events;
}

export async function doneOf(run: AsyncIterable<AskEvent>): Promise<Extract<AskEvent, { type: 'done' }>> {
  const last = (await eventsOf(run)).at(-1);
  if (last?.type !== 'done') throw new Error('the run ended without an answer');
  return last;
}
