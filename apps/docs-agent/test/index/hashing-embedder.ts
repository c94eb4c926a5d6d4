import type { TextEmbedder } from '@pareto/contracts';

/** Vectors by feature hashing of words (Weinberger et al. 2009): an embedder without a model. It counts what it embeds. */
export class HashingEmbedder implements TextEmbedder {
  readonly id = 'hashing';
  readonly fingerprint: string;
  readonly dimensions = 64;
  readonly maxTokens = 256;
  readonly maxBatch = 64;
  passages = 0;

  constructor(fingerprint = 'hashing') {
    this.fingerprint = fingerprint;
  }

  readonly countTokens = (text: string): number => Math.ceil(text.length / 4);

  async embed(texts: readonly string[], { purpose = 'passage' } = {}): Promise<Float32Array[]> {
    if (purpose === 'passage') this.passages += texts.length;
    return texts.map((text) => {
      const vector = new Float32Array(this.dimensions);
      for (const word of text.toLowerCase().match(/[a-z]+/g) ?? []) {
        let hash = 7;
        for (let i = 0; i < word.length; i += 1) hash = (hash * 31 + word.charCodeAt(i)) >>> 0;
        vector[hash % this.dimensions]! += 1;
      }
      const length = Math.hypot(...vector);
      return length === 0 ? vector : vector.map((value) => value / length);
    });
  }

  async close(): Promise<void> {}
}
