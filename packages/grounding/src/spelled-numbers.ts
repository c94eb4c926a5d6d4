import type { TextSpan } from '@pareto/contracts';
import { fold } from './stems.ts';

/** A number in English or Spanish words: "twenty-four", "two hundred and fifty", "treinta y cinco", "mil doscientos". */
export interface SpelledNumber extends TextSpan {
  readonly value: number;
  /** As written, folded. */
  readonly word: string;
}

const numbers = (pairs: string) =>
  new Map(pairs.split(' ').map((pair) => [pair.split(':')[0]!, Number(pair.split(':')[1])] as const));

const UNITS = numbers(
  'zero:0 cero:0 one:1 un:1 una:1 uno:1 two:2 dos:2 three:3 tres:3 four:4 cuatro:4 five:5 cinco:5 six:6 seis:6 seven:7 siete:7 ' +
    'eight:8 ocho:8 nine:9 nueve:9',
);
/** What no unit follows. */
const TEENS = numbers(
  'ten:10 diez:10 eleven:11 once:11 twelve:12 doce:12 thirteen:13 trece:13 fourteen:14 catorce:14 ' +
    'fifteen:15 quince:15 sixteen:16 dieciseis:16 seventeen:17 diecisiete:17 eighteen:18 dieciocho:18 nineteen:19 diecinueve:19 ' +
    'veintiun:21 veintiuno:21 veintiuna:21 veintidos:22 veintitres:23 veinticuatro:24 veinticinco:25 veintiseis:26 ' +
    'veintisiete:27 veintiocho:28 veintinueve:29',
);
const TENS = numbers(
  'twenty:20 veinte:20 thirty:30 treinta:30 forty:40 cuarenta:40 fifty:50 cincuenta:50 sixty:60 sesenta:60 seventy:70 ' +
    'setenta:70 eighty:80 ochenta:80 ninety:90 noventa:90',
);
const HUNDREDS = numbers(
  'cien:100 ciento:100 doscientos:200 doscientas:200 trescientos:300 trescientas:300 cuatrocientos:400 cuatrocientas:400 ' +
    'quinientos:500 quinientas:500 seiscientos:600 seiscientas:600 setecientos:700 setecientas:700 ochocientos:800 ' +
    'ochocientas:800 novecientos:900 novecientas:900',
);
const THOUSAND = /^(?:thousand|mil)$/;

interface Word extends TextSpan {
  readonly folded: string;
  /** What stands between the word before and this one. */
  readonly before: string;
}

/** Every number that is written in words, the longest reading of words beside each other; "one or two" are two. */
export function spelledNumbersOf(text: string): SpelledNumber[] {
  const words = wordsOf(text);
  const found: SpelledNumber[] = [];
  for (let i = 0; i < words.length; i += 1) {
    const read = new NumberReader(words, i).thousands();
    if (!read) continue;
    const { start } = words[i]!;
    const { end } = words[read.next - 1]!;
    found.push({ start, end, value: read.value, word: fold(text.slice(start, end)) });
    i = read.next - 1;
  }
  return found;
}

function wordsOf(text: string): Word[] {
  let last = 0;
  return [...text.matchAll(/\p{L}+/gu)].map(({ index, 0: word }) => {
    const before = text.slice(last, index);
    last = index + word.length;
    return { start: index, end: last, folded: fold(word), before };
  });
}

interface Reading {
  readonly value: number;
  /** The word after the number. */
  readonly next: number;
}

/** Reads a number by the grammar of both languages, the largest parts first. */
class NumberReader {
  readonly #words: readonly Word[];
  readonly #from: number;

  constructor(words: readonly Word[], from: number) {
    this.#words = words;
    this.#from = from;
  }

  /** "two thousand five hundred", "mil doscientos"; what only multiplies ("two thousand") is left to who reads scales. */
  thousands(): Reading | undefined {
    const count = this.#isWord(this.#from, /^mil$/) && !this.#followsDigit() ? undefined : this.#hundreds(this.#from);
    const at = count?.next ?? this.#from;
    if (!this.#isWord(at, THOUSAND) || (count && !this.#isBeside(at))) return count;
    if (!count && this.#words[at]!.folded !== 'mil') return undefined;
    const rest = this.#rest(at + 1);
    if (rest) return { value: (count?.value ?? 1) * 1_000 + rest.value, next: rest.next };
    const isBillion = this.#isWord(at + 1, /^millones$/);
    return count ?? (isBillion || this.#followsDigit() ? undefined : { value: 1_000, next: at + 1 });
  }

  /** "hundred", "two hundred and fifty", "ciento veinte". */
  #hundreds(at: number): Reading | undefined {
    const spanish = this.#number(HUNDREDS, at);
    if (spanish !== undefined) {
      if (this.#isWord(at - 1, /^(?:por|per)$/)) return undefined;
      const rest = this.#isBeside(at + 1) ? this.#tens(at + 1) : undefined;
      return { value: spanish + (rest?.value ?? 0), next: rest?.next ?? at + 1 };
    }
    const count = this.#tens(at);
    const hundred = count?.next ?? at;
    if (!this.#isWord(hundred, /^hundred$/) || (count && !this.#isBeside(hundred))) return count;
    const rest = this.#rest(hundred + 1, (from) => this.#tens(from));
    return { value: (count?.value ?? 1) * 100 + (rest?.value ?? 0), next: rest?.next ?? hundred + 1 };
  }

  #tens(at: number): Reading | undefined {
    const small = this.#number(UNITS, at) ?? this.#number(TEENS, at);
    if (small !== undefined) return { value: small, next: at + 1 };
    const tens = this.#number(TENS, at);
    if (tens === undefined) return undefined;
    const unit = this.#isWord(at + 1, /^y$/) && this.#isBeside(at + 1) ? at + 2 : at + 1;
    const value = this.#isBeside(unit) ? this.#number(UNITS, unit) : undefined;
    return value ? { value: tens + value, next: unit + 1 } : { value: tens, next: at + 1 };
  }

  /** The smaller part behind a larger one, perhaps after "and"; not the next of two numbers: "a hundred and two hundred". */
  #rest(at: number, read = (from: number) => this.#hundreds(from)): Reading | undefined {
    const from = this.#isWord(at, /^and$/) && this.#isBeside(at) ? at + 1 : at;
    const rest = this.#isBeside(from) ? read(from) : undefined;
    return rest && !this.#isWord(rest.next, /^(?:hundred|thousand|mil|millions?|millones)$/) ? rest : undefined;
  }

  #number(table: ReadonlyMap<string, number>, at: number): number | undefined {
    return table.get(this.#words[at]?.folded ?? '');
  }

  #isWord(at: number, pattern: RegExp): boolean {
    return pattern.test(this.#words[at]?.folded ?? '');
  }

  /** Nothing but a space or a hyphen is between this word and the one before. */
  #isBeside(at: number): boolean {
    return /^(?:\s|-|\u2010|\u2011)$/.test(this.#words[at]?.before ?? '');
  }

  /** "5 mil" has its number in digits. */
  #followsDigit(): boolean {
    return /\d\s?$/.test(this.#words[this.#from]!.before);
  }
}
