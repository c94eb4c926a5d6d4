import {
  type Answerability,
  answerability,
  namesAndYears,
  quotableSpans,
  quotableTexts,
  type RankedQuote,
  type RetrievalEvidence,
  rankUnits,
  spellsOut,
} from '@pareto/grounding';
import type { RetrievedPassage } from '../passages.ts';
import type { Library } from './ports.ts';
import { isQuotable, type Reading, readPassages } from './reading.ts';

/** What was found to a question, read and put in order. */
export interface Matter {
  /** As it was understood. */
  readonly question: string;
  readonly passages: readonly RetrievedPassage[];
  readonly readings: readonly Reading[];
  /** Every sentence and row of the readings that was written for people, best first. */
  readonly ranked: readonly RankedQuote[];
  readonly evidence: RetrievalEvidence;
  readonly answerability: Answerability;
}

/** Sentences and rows of the best pages are compared in meaning with the question, up to so many. */
const MAX_COMPARED = 200;

/** For standing in one of the best passages: the retrieval knows of the whole what a sentence alone does not show. */
const PRIOR = [0.15, 0.1, 0.05];

export async function gather(question: string, library: Library, signal: AbortSignal): Promise<Matter> {
  const passages = await library.retrieve(question, signal);
  const readings = await readPassages(passages, library);
  const evidence = await evidenceOf(question, passages, readings, library, signal);
  const ranked = rankUnits(question, readings, evidence).filter(({ text }) => isQuotable(text));
  return { question, passages, readings, ranked, evidence, answerability: answerability(question, readings, evidence) };
}

/** The same, known how likely it is that a model which read the best sentences says that they state no answer. */
export function reread(matter: Matter, declined: number): Answerability {
  return answerability(matter.question, matter.readings, { ...matter.evidence, declined });
}

/** What is known of the readings' sentences beside their words. */
async function evidenceOf(
  question: string,
  passages: readonly RetrievedPassage[],
  readings: readonly Reading[],
  library: Library,
  signal: AbortSignal,
): Promise<RetrievalEvidence> {
  const best = (stage: string) => Math.max(0, ...passages.map(({ scores }) => scores[stage] ?? 0));
  const texts = quotableTexts(readings).slice(0, MAX_COMPARED);
  const unknown = library.unknown?.(namesAndYears(question));
  return {
    cosine: best('cosine'),
    bm25: library.size && { score: best('bm25'), passages: library.size() },
    // "PTO" need stand nowhere where "paid time off" does.
    unknownNames: unknown?.filter(
      (name) => !readings.some(({ text, context = '' }) => spellsOut(`${context}\n${text}`, name)),
    ),
    similarities: texts.length > 0 ? await library.similarities?.(question, texts, signal) : undefined,
    priors: quotableSpans(readings).map(({ source, start }) => {
      const reading = readings[source]!;
      const place = passages.findIndex((passage) => holds(passage, reading, start));
      return place < 0 ? 0 : (PRIOR[place] ?? 0);
    }),
  };
}

function holds({ documentId, page, start, end }: RetrievedPassage, reading: Reading, at: number): boolean {
  const place = reading.start + at;
  return documentId === reading.documentId && page === reading.page.number && place >= start && place < end;
}
