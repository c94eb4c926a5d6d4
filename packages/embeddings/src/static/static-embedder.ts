import { createHash } from 'node:crypto';
import type { EmbedOptions, TextEmbedder } from '@pareto/contracts';
import { requireBatch } from '../batch-limit.ts';
import { toUnitLength } from '../unit-length.ts';
import { loadGlove } from './glove.ts';
import type { WordVectors } from './word-vectors.ts';

/** The constant of the SIF weight; the authors' value, for which results hardly change within a factor of ten. */
const SIF_A = 1e-3;
/** Words, numbers and marks, as GloVe's training split them: "don't" is "do" and "n't". */
const TOKEN = /n't\b|'(?:s|re|ve|ll|d|m)\b|\p{L}+?(?=n't\b)|[\p{L}\p{M}]+|\p{N}+(?:[.,]\p{N}+)*|[^\s\p{L}\p{N}]/gu;
const MAX_CHARACTERS = 100_000;

/**
 * A text as the weighted average of its words' vectors (smooth inverse frequency; Arora, Liang & Ma 2017, eq. 1):
 * each word weighs a / (a + p(w)). p(w) follows from the rank by Zipf's law, since the vocabulary is in order of
 * frequency and gives no counts. Their second step, removing the first principal component, needs a corpus and is left out.
 */
export class StaticTextEmbedder implements TextEmbedder {
  readonly id: string;
  readonly fingerprint: string;
  readonly dimensions: number;
  readonly maxTokens = Number.MAX_SAFE_INTEGER;
  readonly maxBatch = 1_024;
  readonly #words: WordVectors;
  /** Sum of 1 / rank over the vocabulary: what makes Zipf's frequencies add up to 1. */
  readonly #harmonic: number;

  constructor(words: WordVectors) {
    this.#words = words;
    this.id = `${words.id}/sif`;
    this.dimensions = words.dimensions;
    this.fingerprint = createHash('sha256').update(`${this.id} ${words.size} ${SIF_A}`).digest('hex').slice(0, 16);
    this.#harmonic = Math.log(words.size) + 0.5772;
  }

  /** @param folder of the catalogue's `glove-6b-50d`. */
  static async loadGlove(folder: string): Promise<StaticTextEmbedder> {
    return new StaticTextEmbedder(await loadGlove(folder));
  }

  async embed(texts: readonly string[], { signal }: EmbedOptions = {}): Promise<Float32Array[]> {
    requireBatch(texts, this.maxBatch);
    signal?.throwIfAborted();
    return texts.map((text) => this.#embed(text));
  }

  async close(): Promise<void> {}

  #embed(text: string): Float32Array {
    const sum = new Float32Array(this.dimensions);
    for (const token of text.slice(0, MAX_CHARACTERS).toLowerCase().match(TOKEN) ?? []) {
      const rank = this.#words.rank(token);
      if (rank === undefined) continue;
      const probability = 1 / ((rank + 1) * this.#harmonic);
      const weight = SIF_A / (SIF_A + probability);
      const vector = this.#words.vector(rank);
      for (let d = 0; d < sum.length; d += 1) sum[d]! += weight * vector[d]!;
    }
    return toUnitLength(sum);
  }
}
