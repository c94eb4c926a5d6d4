import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';

/** Special tokens around every text: [CLS] and [SEP]. */
export const SPECIAL_TOKENS = 2;

/** Words longer than 100 characters are one unknown token, and white space is none: far above what prose needs. */
const MAX_CHARACTERS_PER_TOKEN = 100;

/**
 * White space that parts words whatever stands around it. BERT's tokenizer drops control and format characters before
 * it splits, and to Unicode these three, which `\s` has, are such: "a\fb" is one word.
 */
const WORD_BREAK = /[^\S\v\f\ufeff]+/;

/** Words whose tokens are kept, some 150 bytes each: a filing of 100 pages has 8,000 different ones. */
const MAX_KEPT_WORDS = 32_768;
const MAX_KEPT_CHARACTERS = 64;

/**
 * A BERT model's own tokenizer (WordPiece), from its `tokenizer.json`. None of its steps looks past white space, so the
 * tokens of a text are exactly those of its words in a row, and a word that comes again is not worked out again.
 */
export class WordPieceTokenizer {
  readonly #tokenizer: Tokenizer;
  readonly #ends: readonly number[];
  readonly #kept = new Map<string, readonly number[]>();

  constructor(folder: string) {
    const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as object;
    this.#tokenizer = new Tokenizer(read('tokenizer.json'), read('tokenizer_config.json'));
    this.#ends = this.#tokenizer.encode('').ids;
  }

  /** Token ids with the special tokens, cut to `maxTokens` in all; the last stays the end token. */
  encode(text: string, maxTokens: number): number[] {
    const [start, end] = this.#ends as [number, number];
    const ids = [start];
    // A word-piece covers at least one character, so what lies beyond is never among the first tokens of prose.
    for (const word of text.slice(0, maxTokens * MAX_CHARACTERS_PER_TOKEN).split(WORD_BREAK)) {
      if (ids.length >= maxTokens) break;
      ids.push(...this.#idsOf(word));
    }
    return [...ids.slice(0, maxTokens - 1), end];
  }

  /** Tokens of a text, special tokens not counted. */
  count(text: string): number {
    return text.split(WORD_BREAK).reduce((sum, word) => sum + this.#idsOf(word).length, 0);
  }

  #idsOf(word: string): readonly number[] {
    const kept = this.#kept.get(word);
    if (kept) return kept;
    const { ids } = this.#tokenizer.encode(word, { add_special_tokens: false });
    if (word.length <= MAX_KEPT_CHARACTERS) {
      // Emptied when full: texts of another kind come with other words, and the common ones are back soon.
      if (this.#kept.size === MAX_KEPT_WORDS) this.#kept.clear();
      // A copy: what V8 cuts from a text keeps all of the text alive.
      this.#kept.set(Buffer.from(word, 'utf16le').toString('utf16le'), ids);
    }
    return ids;
  }
}
