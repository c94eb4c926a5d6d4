import { isSameQuantity, quantitiesOf } from './quantities.ts';

/** How SQuAD's evaluation script compares words: lower case, without punctuation and English articles; here without accents too. */
export function answerWords(text: string): string[] {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/(?<=\d),(?=\d{3}(?!\d))/g, '')
    .replace(/[^\p{L}\p{N}.%]+/gu, ' ')
    .replace(/(?<!\d)\.|\.(?!\d)/g, ' ')
    .replace(/\b(?:a|an|the)\b/g, ' ')
    .split(/\s+/)
    .filter(Boolean);
}

/** Harmonic mean of precision and recall over words (Rajpurkar et al. 2016, §6.1), 0 to 1; two empty texts agree. */
export function tokenF1(answer: string, gold: string): number {
  const given = answerWords(answer);
  const wanted = answerWords(gold);
  const common = overlap(given, wanted);
  if (given.length + wanted.length === 0) return 1;
  return (2 * common) / (given.length + wanted.length);
}

/** Share of the gold answer's words that the answer has: a whole sentence around a short gold answer costs nothing. */
export function tokenRecall(answer: string, gold: string): number {
  const wanted = answerWords(gold);
  return wanted.length === 0 ? 1 : overlap(answerWords(answer), wanted) / wanted.length;
}

function overlap(a: readonly string[], b: readonly string[]): number {
  const left = new Map<string, number>();
  for (const word of a) left.set(word, (left.get(word) ?? 0) + 1);
  let common = 0;
  for (const word of b) {
    const count = left.get(word) ?? 0;
    if (count > 0) {
      common += 1;
      left.set(word, count - 1);
    }
  }
  return common;
}

export interface AnswerScore {
  /** All of the gold answer's numbers are in the answer, or, where it has none, most of its words. */
  readonly isCorrect: boolean;
  readonly f1: number;
  readonly recall: number;
  /** Numbers of the gold answer, and those of them that the answer has. */
  readonly numbers: number;
  readonly numbersFound: number;
}

/** Words that only say how large or in which currency a number is. */
const OF_NUMBERS =
  /^(?:thousand|million|billion|trillion|millones|mil|percent|dollars?|euros?|usd|eur|cents?|centimos?)$/;
/** So many of the gold answer's words must be in an answer without numbers. */
const MIN_RECALL = 0.6;
/** With all numbers right, fewer words will do: units and names are often said otherwise. */
const MIN_RECALL_WITH_NUMBERS = 0.25;

/**
 * Whether an answer says what the gold answer says, by its numbers and words. Numbers count as equal in any notation
 * (1,234.5 and 1.234,5; $1.5 billion and 1,500 million), and when the answer rounds to what it writes.
 */
export function scoreAnswer(answer: string, gold: string): AnswerScore {
  const wanted = quantitiesOf(gold);
  const given = quantitiesOf(answer);
  const found = wanted.filter((quantity) => given.some((other) => isSameQuantity(quantity, other))).length;
  const recall = tokenRecall(answer, gold);
  const hasWords = answerWords(gold).some((word) => /^\p{L}{3,}/u.test(word) && !OF_NUMBERS.test(word));
  const enough = wanted.length === 0 ? MIN_RECALL : MIN_RECALL_WITH_NUMBERS;
  return {
    isCorrect: answer.trim() !== '' && found === wanted.length && (!hasWords || recall >= enough),
    f1: tokenF1(answer, gold),
    recall,
    numbers: wanted.length,
    numbersFound: found,
  };
}
