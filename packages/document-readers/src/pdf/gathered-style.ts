import type { Row } from './rows.ts';
import type { DocumentStyle } from './write-prose.ts';

const WORD = /\p{L}+(?:-\p{L}+)*/gu;

/** Learns from every page that was read so far. */
export class GatheredStyle implements DocumentStyle {
  readonly #characters = new Map<number, number>();
  readonly #words = new Set<string>();
  #unsplit: string[] = [];
  #bodySize = 10;

  get bodySize(): number {
    return this.#bodySize;
  }

  add(rows: readonly Row[]): void {
    for (const { phrases, size } of rows) {
      const step = Math.round(size * 2) / 2;
      let characters = 0;
      for (const { text } of phrases) {
        characters += text.length;
        this.#unsplit.push(text);
      }
      this.#characters.set(step, (this.#characters.get(step) ?? 0) + characters);
    }
    let most = 0;
    for (const [step, characters] of this.#characters)
      if (characters > most) [most, this.#bodySize] = [characters, step];
  }

  /** Texts are split into words when the first question comes. */
  hasWord(word: string): boolean {
    for (const text of this.#unsplit) for (const [found] of text.toLowerCase().matchAll(WORD)) this.#words.add(found);
    this.#unsplit = [];
    return this.#words.has(word.toLowerCase());
  }
}
