import type { TextSpan } from '@pareto/contracts';
import { type Figure, figuresOf } from './figures.ts';
import { MONTHS } from './periods.ts';
import { listMarkLength } from './sentences.ts';
import { fold, stem } from './stems.ts';
import { LIGHT_WORDS, NEGATORS, STOP_WORDS } from './stop-words.ts';

/** A word that says something, or a code such as "Q2", "FY2023" or "ISO-27001". */
export interface Term extends TextSpan {
  readonly folded: string;
  readonly stem: string;
  /** A name or code must be found as it stands; other words may be paraphrased. */
  readonly isName: boolean;
  /** Of capitals: "PTO", "R&D". */
  readonly isAcronym: boolean;
  readonly isLight: boolean;
}

export interface Analysis {
  readonly terms: readonly Term[];
  readonly figures: readonly Figure[];
}

const WORD = /[\p{L}\p{N}\p{M}]+(?:[-.&][\p{L}\p{N}\p{M}]+)*/gu;
const NO_NAMES: ReadonlySet<string> = new Set();
const HAS_DIGIT = /\p{N}/u;
const HAS_LETTER = /\p{L}/u;

/**
 * What a text is about: its words without function words, its names and its numbers. At the beginning of a sentence a
 * capital tells no name: `names` has those, folded, that are known to be some.
 */
export function analyse(text: string, names: ReadonlySet<string> = NO_NAMES): Analysis {
  const figures = figuresOf(text);
  const terms: Term[] = [];
  let isFirst = true;
  const mark = listMarkLength(text);
  for (const { index, 0: found } of text.matchAll(WORD)) {
    const wasFirst = isFirst || opensSentence(text, index);
    isFirst = isFirst && index < mark;
    for (const { start, word } of partsOf(found, index)) {
      const end = start + word.length;
      if (figures.some((figure) => !figure.isSpelled && start < figure.end && end > figure.start)) continue;
      const term = termOf(word, start, wasFirst && start === index && !names.has(fold(word)));
      if (term) terms.push(term);
    }
  }
  return { terms, figures };
}

/** "R400s" are several of "R400". */
const PLURAL_OF_CODE = /(?<=\p{L}.*\d)s$/u;

function termOf(word: string, start: number, isFirst: boolean): Term | undefined {
  const folded = fold(word).replace(PLURAL_OF_CODE, '');
  if (!HAS_LETTER.test(folded) && !HAS_DIGIT.test(folded)) return undefined;
  const isCode = HAS_DIGIT.test(word) && HAS_LETTER.test(word);
  const isAcronym = /^\p{Lu}[\p{Lu}\p{N}&.-]+$/u.test(word);
  if (!isCode && !isAcronym && isFunctionWord(folded)) return undefined;
  const month = MONTHS.get(folded);
  const end = start + word.length;
  const isName = isCode || month !== undefined || isAcronym || (!isFirst && /^\p{Lu}/u.test(word));
  return {
    start,
    end,
    folded,
    stem: month ?? (isCode ? folded : stem(folded)),
    isName,
    isAcronym,
    isLight: !isName && LIGHT_WORDS.has(folded),
  };
}

function isFunctionWord(folded: string): boolean {
  return STOP_WORDS.en.has(folded) || STOP_WORDS.es.has(folded) || NEGATORS.has(folded);
}

/** "year-end" is two words; "ISO-27001" and "R&D" are one. */
function partsOf(found: string, index: number): { start: number; word: string }[] {
  if (HAS_DIGIT.test(found) || /^\p{Lu}[&.]\p{Lu}$/u.test(found)) return [{ start: index, word: found }];
  return [...found.matchAll(/[\p{L}\p{N}\p{M}]+/gu)].map((part) => ({ start: index + part.index, word: part[0] }));
}

function opensSentence(text: string, index: number): boolean {
  return /(?:^|[.!?:…|]|\n\s*|[¿¡"“«(])\s*$/u.test(text.slice(Math.max(0, index - 4), index));
}

/** Names that a text mentions where a capital tells one, folded. */
export function namesOf(text: string): Set<string> {
  return new Set(analyse(text).terms.flatMap(({ isName, folded }) => (isName ? [folded] : [])));
}
