/// <reference path="./snowball-stemmers.d.ts" />
import { newStemmer } from 'snowball-stemmers';
import { STOP_WORDS } from './stop-words.ts';

/** `none` neither stems nor drops words: for codes, names and languages without rules here. */
export const LANGUAGES = ['en', 'es', 'none'] as const;
export type Language = (typeof LANGUAGES)[number];

const SNOWBALL = { en: 'english', es: 'spanish' } as const;
const WORD = /[\p{L}\p{N}\p{M}]+/gu;
/** `maxBatch` and `HTTPServer`, but not `PDFs`. */
const CAMEL_CASE = /\p{Ll}\p{Lu}|\p{Lu}{2}\p{Ll}{2}/u;
const CAMEL_HUMPS = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{N}]+/gu;
const MARKS = /\p{M}/gu;
/** "1,234²" is the figure with the mark of a footnote, not 1,2342, as NFKC would have it. */
const FOOTNOTE_MARKS = /(?<=\d[)%]?)[⁰¹²³⁴-⁹]+/gu;
/** Longer runs are hashes and encoded data: no query names them whole. */
const MAX_WORD_CHARACTERS = 64;
const MAX_CACHED_WORDS = 200_000;

/**
 * Turns a text into index terms: words are compatibility-normalised (NFKC), lowercased, freed of diacritics and
 * stop words, and stemmed with Snowball (Porter 2001). Identifiers in camel case also give their parts, so that
 * "batch" finds `maxBatch`.
 */
export class Analyzer {
  readonly #stop: ReadonlySet<string>;
  readonly #stem: (word: string) => string;
  /** Stemming costs ten times a look-up, and texts repeat their words. */
  readonly #terms = new Map<string, string>();

  constructor(language: Language) {
    this.#stop = language === 'none' ? new Set() : STOP_WORDS[language];
    if (language === 'none') {
      this.#stem = (word) => word;
    } else {
      const stemmer = newStemmer(SNOWBALL[language]);
      this.#stem = (word) => stemmer.stem(language === 'es' ? restoreSpanishSuffix(word) : word);
    }
  }

  terms(text: string): string[] {
    const terms: string[] = [];
    for (const word of text.replace(FOOTNOTE_MARKS, ' ').normalize('NFKC').match(WORD) ?? []) {
      this.#push(word, terms);
      if (CAMEL_CASE.test(word)) for (const part of word.match(CAMEL_HUMPS) ?? []) this.#push(part, terms);
    }
    return terms;
  }

  #push(word: string, terms: string[]): void {
    if (word.length > MAX_WORD_CHARACTERS) return;
    const lower = word.toLowerCase();
    let term = this.#terms.get(lower);
    if (term === undefined) {
      term = this.#term(lower);
      if (this.#terms.size < MAX_CACHED_WORDS) this.#terms.set(lower, term);
    }
    if (term !== '') terms.push(term);
  }

  /** The term of a lowercased word, or nothing for a stop word. */
  #term(lower: string): string {
    const folded = foldDiacritics(lower);
    return this.#stop.has(folded) ? '' : foldDiacritics(this.#stem(folded));
  }
}

/** Drops accents, so that "informacion" finds "información"; the n of "año" keeps its tilde, which makes another letter. */
function foldDiacritics(word: string): string {
  return word
    .normalize('NFD')
    .replace(/n\u0303/g, 'ñ')
    .replace(MARKS, '');
}

/** Snowball's Spanish rules know these endings only with the accent that folding took. */
function restoreSpanishSuffix(word: string): string {
  return word.replace(/(c|s)ion$/, '$1ión').replace(/logia(s?)$/, 'logía$1');
}
