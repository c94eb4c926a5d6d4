import { type Analysis, analyse, namesOf } from './analysis.ts';
import { hasTerm, weightOf } from './coverage.ts';
import type { Figure } from './figures.ts';

/** A sentence, and what it answers. */
export interface Claim {
  readonly text: string;
  /** Of a terse sentence, with what was asked. */
  readonly analysis: Analysis;
  /** What the sentence says itself. */
  readonly own: Analysis;
  readonly asked: Analysis;
}

/** A sentence with fewer words of its own says them of what was asked: "23 days." */
const FEW_TERMS = 2;
const ASSENT = /^\s*(?:yes|no|sí|si|correct|indeed)\s*[,.:;–—-]\s*/iu;

const ASKS_FOR_WORDS =
  /\b(?:what|which|who|whom|whose|when|where|why|how)\b|(?<!\p{L})(?:qué|cuál(?:es)?|quién(?:es)?|cuándo|cuánt[oa]s?|dónde|cómo)(?!\p{L})/iu;

/** Undefined for a sentence that says nothing. @param question its names are names in the sentence too, wherever they stand. */
export function claimOf(sentence: string, question: string): Claim | undefined {
  const text = sentence.replace(ASSENT, '');
  const own = analyse(text, namesOf(question));
  if (weightOf(own) === 0) return undefined;
  const isTerse = own.terms.filter(({ isLight }) => !isLight).length < FEW_TERMS;
  const asked = analyse(question);
  return { text, analysis: isTerse ? { ...own, terms: [...own.terms, ...asked.terms] } : own, own, asked };
}

/** The words and figures of a claim that its question has not. */
export function beyondQuestion({ analysis, asked }: Pick<Claim, 'analysis' | 'asked'>): Analysis {
  const isAsked = ({ values }: Figure) =>
    asked.figures.some((other) => values.some((value) => other.values.includes(value)));
  return {
    terms: analysis.terms.filter((term) => !hasTerm(asked, term)),
    figures: analysis.figures.filter((figure) => !isAsked(figure)),
  };
}

/**
 * Whether a sentence says something that the question does not: "The name of the director is the director." tells
 * nothing. To a question that asks whether, an assertion tells just that.
 */
export function isTelling(sentence: string, question: string): boolean {
  if (!ASKS_FOR_WORDS.test(question)) return true;
  const analysis = analyse(sentence, namesOf(question));
  const { terms, figures } = beyondQuestion({ analysis, asked: analyse(question) });
  return terms.length + figures.length > 0;
}
