import type { Row } from './rows.ts';
import type { DocumentStyle } from './write-prose.ts';

const HYPHEN_AT_END = /\p{L}[-\u2010]$/u;
const PUNCTUATION_AT_END = /[^\p{L}\p{N}]+$/u;
/** The share of long lines that end with a hyphen where a program breaks words; compounds alone make one in a hundred. */
const HYPHENATING = 0.03;
const LONG_LINE = 25;

/** Learns from every page that was read so far. */
export class GatheredStyle implements DocumentStyle {
  readonly #characters = new Map<number, number>();
  readonly #words = new Set<string>();
  #unsplit: string[] = [];
  #bodySize = 10;
  #lines = 0;
  #hyphens = 0;

  get bodySize(): number {
    return this.#bodySize;
  }

  get breaksWords(): boolean {
    return this.#hyphens > HYPHENATING * this.#lines;
  }

  add(rows: readonly Row[]): void {
    let isBroken = false;
    for (const { phrases, size } of rows) {
      const step = Math.round(size * 2) / 2;
      let characters = 0;
      for (const { text } of phrases) {
        characters += text.length;
        // Parts of broken words are no words.
        this.#unsplit.push(isBroken ? text.slice(text.indexOf(' ') + 1) : text);
        isBroken = HYPHEN_AT_END.test(text);
        if (text.length < LONG_LINE) continue;
        this.#lines += 1;
        if (isBroken) this.#hyphens += 1;
      }
      this.#characters.set(step, (this.#characters.get(step) ?? 0) + characters);
    }
    let most = 0;
    for (const [step, characters] of this.#characters)
      if (characters > most) [most, this.#bodySize] = [characters, step];
  }

  /** Texts are split when a question comes. */
  hasWord(word: string): boolean {
    for (const text of this.#unsplit) {
      for (const found of text.toLowerCase().split(' '))
        if (!found.endsWith('-')) this.#words.add(/[a-z]$/.test(found) ? found : found.replace(PUNCTUATION_AT_END, ''));
    }
    this.#unsplit = [];
    return this.#words.has(word.toLowerCase());
  }
}
