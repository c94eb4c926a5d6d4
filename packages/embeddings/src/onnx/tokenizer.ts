import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';

/** Special tokens around every text: [CLS] and [SEP]. */
export const SPECIAL_TOKENS = 2;

/** Words longer than 100 characters are one unknown token, and white space is none: far above what prose needs. */
const MAX_CHARACTERS_PER_TOKEN = 100;

/** A model's own tokenizer, from its `tokenizer.json`. */
export class ModelTokenizer {
  readonly #tokenizer: Tokenizer;

  constructor(folder: string) {
    const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as object;
    this.#tokenizer = new Tokenizer(read('tokenizer.json'), read('tokenizer_config.json'));
  }

  /** Token ids with the special tokens, cut to `maxTokens` in all; the last stays the end token. */
  encode(text: string, maxTokens: number): number[] {
    // A word-piece covers at least one character, so what lies beyond is never among the first tokens of prose.
    const { ids } = this.#tokenizer.encode(text.slice(0, maxTokens * MAX_CHARACTERS_PER_TOKEN));
    return ids.length <= maxTokens ? ids : [...ids.slice(0, maxTokens - 1), ids.at(-1)!];
  }

  /** Tokens of a text, special tokens not counted. */
  count(text: string): number {
    return this.#tokenizer.encode(text).ids.length - SPECIAL_TOKENS;
  }
}
