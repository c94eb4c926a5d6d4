import {
  areNamesSpokenOf,
  areYearsSpokenOf,
  isTakenUpSpokenOf,
  isTelling,
  type Quote,
  type RankedQuote,
  supportOf,
} from '@pareto/grounding';
import type { Matter } from './matter.ts';
import { isQuotable } from './reading.ts';

export interface VerifiedSentence {
  /** As it may be given out. */
  readonly text: string;
  readonly supported: boolean;
  /** What bears it out; where nothing does, what comes nearest of the statements that were written for people. */
  readonly quotes: readonly Quote[];
}

const MARKS_OF_EXCERPTS = /\s*\[\d{1,2}\](?=[\s.,;]|$)/gu;
const ASSENT = /^(?:(yes|sí)|no)\s*[,.;:–—]\s*/iu;
const NEGATION =
  /\b(?:not|no|never|cannot|without|nor|none|only|nunca|sin|ni|ningún|ninguna|solo|prohibid\p{L}+)\b|n['’]t\b/iu;
/** A quote so much worse than the best one was picked for the model's words, not for the question. */
const ON_TOPIC = 0.6;
const MEANT = 2;
const NEARLY_FIRST = 0.85;

/**
 * Checks a sentence of the model against the pages. It must be borne out, by words that were meant for people, and by
 * some that are about the question: what an instruction planted in a document makes a model say rarely is.
 */
export function verify(sentence: string, { question, readings, ranked }: Matter): VerifiedSentence {
  const written = sentence.replace(MARKS_OF_EXCERPTS, '').trim();
  const { supported, quotes } = supportOf(written, readings, question, { meant: meantBy(ranked) });
  const words = quotes.map(({ source, start, end }) => readings[source]!.text.slice(start, end));
  const least = ON_TOPIC * Math.max(0, ranked[0]?.score ?? 0);
  const rankOf = (quote: Quote) => ranked.find(({ source, start }) => source === quote.source && start === quote.start);
  const isStated = (quote: Quote) => rankOf(quote)?.isStatement ?? false;
  const isAbout = (quote: Quote) => (rankOf(quote)?.score ?? 0) > least;
  const cited = [...new Set(quotes.map(({ source }) => readings[source]!))];
  const isFit =
    supported &&
    isTelling(written, question) &&
    areYearsSpokenOf(question, quotes, readings) &&
    words.every(isQuotable) &&
    quotes.some(isAbout) &&
    areNamesSpokenOf(question, cited) &&
    isTakenUpSpokenOf(written, question, cited);
  return { text: plainly(written), supported: isFit, quotes: isFit ? quotes : quotes.filter(isStated) };
}

/** What the question means, as far as the ranking tells. */
function meantBy(ranked: readonly RankedQuote[]): readonly RankedQuote[] {
  const [first] = ranked;
  return ranked.slice(0, MEANT).filter(({ score }) => score >= NEARLY_FIRST * first!.score);
}

/** A yes before a denial, or a no before an assertion, is more than the quotes can bear out: the rest stands alone. */
function plainly(sentence: string): string {
  const assent = ASSENT.exec(sentence);
  if (!assent) return sentence;
  const rest = sentence.slice(assent[0].length);
  const isYes = assent[1] !== undefined;
  return rest === '' || isYes !== NEGATION.test(rest) ? sentence : rest[0]!.toUpperCase() + rest.slice(1);
}
