import { embedAll } from '@pareto/contracts';
import type { OnnxTextEmbedder } from '@pareto/embeddings';

/** Embeds each text once, however many corpora it is part of. */
export class CachedEmbedder {
  readonly countTokens: (text: string) => number;
  readonly #embedder: OnnxTextEmbedder;
  readonly #vectors = new Map<string, Float32Array>();

  constructor(embedder: OnnxTextEmbedder) {
    this.#embedder = embedder;
    this.countTokens = embedder.countTokens;
  }

  async embed(texts: readonly string[]): Promise<Float32Array[]> {
    const missing = [...new Set(texts.filter((text) => !this.#vectors.has(text)))];
    const vectors = await embedAll(this.#embedder, missing);
    missing.forEach((text, i) => {
      this.#vectors.set(text, vectors[i]!);
    });
    return texts.map((text) => this.#vectors.get(text)!);
  }
}
