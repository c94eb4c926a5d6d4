import { type Quote, readQuestion, supportOf } from '@pareto/grounding';
import { isQuotable, type Reading } from './reading.ts';

export interface VerifiedSentence {
  readonly text: string;
  readonly supported: boolean;
  readonly quotes: readonly Quote[];
}

const WORD = /[\p{L}\p{N}]+/gu;
const MARKS_OF_EXCERPTS = /\s*\[\d{1,2}\](?=[\s.,;]|$)/gu;

/**
 * Checks a sentence of the model against the pages. It must be borne out, by words that were meant for people, and be
 * about the question: what an instruction planted in a document makes a model say rarely is.
 */
export function verify(sentence: string, question: string, readings: readonly Reading[]): VerifiedSentence {
  const text = sentence.replace(MARKS_OF_EXCERPTS, '').trim();
  const { supported, quotes } = supportOf(text, readings, question);
  const words = quotes.map(({ source, start, end }) => readings[source]!.text.slice(start, end));
  const isFit = supported && words.every(isQuotable) && isOnTopic(question, [text, ...words]);
  return { text, supported: isFit, quotes: isFit ? quotes : [] };
}

function isOnTopic(question: string, texts: readonly string[]): boolean {
  const { terms } = readQuestion(question).analysis;
  if (terms.length === 0) return true;
  const said = new Set(
    texts
      .flatMap((text) => text.match(WORD) ?? [])
      .flatMap((word) => readQuestion(word).analysis.terms.map(({ stem }) => stem)),
  );
  return terms.some(({ stem }) => said.has(stem));
}
