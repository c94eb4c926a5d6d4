import { readQuestion } from '@pareto/grounding';
import type { Turn } from './ports.ts';

const OPENINGS =
  /^\W*(?:and|but|so|also|what about|how about|what if|y|pero|entonces|también|qué (?:hay|pasa) (?:de|con)|qué tal)(?![\p{L}])/iu;
const REFERENCES =
  /(?<!\p{L})(?:it|its|they|them|their|theirs|that|those|this|these|he|she|him|her|his|there|one|ones|same|former|latter|él|ella|ellos|ellas|eso|esa|ese|esos|esas|esto|esta|este|estos|estas|ello|allí|mismo|misma|lo|la|los|las|su|sus)\s*(?=[?.,!]|$|\p{L}+)/iu;
/** "Is there a limit" points to nothing. */
const EXISTENCE = /\b(?:is|are|was|were|will|can|does|do)\s+there\b|\bthere\s+(?:is|are|was|were|be)\b/giu;
/** "this year" and "the" in Spanish refer to nothing before. */
const SPANISH_ARTICLE = /(?<!\p{L})(?:la|los|las|lo|su|sus|esta|este)\s+\p{L}/giu;
const YEAR = /(?<!\d)(?:19|20)\d\d(?!\d)/g;
const WORD = /[\p{L}\p{N}]+/gu;
/** A question with fewer words leaves out what it is about. */
const FEW_WORDS = 4;

/** Whether a question can hardly be understood without the one before it. */
export function isFollowUp(question: string): boolean {
  const words = question.match(WORD)?.length ?? 0;
  return OPENINGS.test(question) || words < FEW_WORDS || refersBack(question);
}

/** A name before it is what "it" stands for: "What does the R400 weigh when it is full?" */
function refersBack(question: string): boolean {
  const blank = (words: string) => ' '.repeat(words.length);
  const reference = REFERENCES.exec(question.replace(SPANISH_ARTICLE, blank).replace(EXISTENCE, blank));
  if (!reference) return false;
  return !readQuestion(question).analysis.terms.some(({ isName, end }) => isName && end <= reference.index);
}

/**
 * A follow-up question with what it leaves out, taken from the question before it: a new year takes the place of the old
 * one ("¿y en 2022?"), anything else is said after it ("What about contractors?").
 */
export function standalone(question: string, history: readonly Turn[]): string {
  const previous = history.at(-1);
  if (!previous || !isFollowUp(question)) return question;
  // The question before may have been a follow-up itself.
  const before = standalone(previous.question, history.slice(0, -1));
  const years = question.match(YEAR) ?? [];
  const rest = question.replace(OPENINGS, '').replace(YEAR, '').match(WORD) ?? [];
  if (years.length === 1 && rest.length <= 2 && YEAR.test(before)) return before.replaceAll(YEAR, years[0]!);
  return `${before} ${question}`;
}
