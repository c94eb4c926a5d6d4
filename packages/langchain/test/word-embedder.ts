import { createHash } from 'node:crypto';
import { type EmbedOptions, ServiceError, type TextEmbedder } from '@pareto/contracts';

const DIMENSIONS = 256;

/** Texts as bags of words, each word in a place that its hash gives: texts that share words are alike. */
export class WordEmbedder implements TextEmbedder {
  readonly id = 'words';
  readonly fingerprint = 'words';
  readonly dimensions = DIMENSIONS;
  readonly maxTokens = 1_000;
  readonly maxBatch = 2;
  readonly purposes: EmbedOptions['purpose'][] = [];

  async embed(texts: readonly string[], { purpose, signal }: EmbedOptions = {}): Promise<Float32Array[]> {
    signal?.throwIfAborted();
    if (texts.length > this.maxBatch) throw new ServiceError('batch_too_large', `at most ${this.maxBatch} texts`);
    this.purposes.push(purpose);
    return texts.map((text) => {
      const vector = new Float32Array(DIMENSIONS);
      for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? []) {
        vector[createHash('sha256').update(word).digest()[0]!]! += 1;
      }
      const length = Math.hypot(...vector) || 1;
      return vector.map((value) => value / length);
    });
  }

  async close(): Promise<void> {}
}
