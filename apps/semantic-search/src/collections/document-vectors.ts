import { byScore, embedAll, type ScoredId, type TextEmbedder } from '@pareto/contracts';

/**
 * One vector per document from an embedder that is cheap enough to run over a whole collection when the
 * first query asks (averaged word vectors: about a million tokens a second). Nothing of it is stored.
 */
export class DocumentVectors {
  readonly #embedder: () => Promise<TextEmbedder>;
  readonly #vectors = new Map<string, Float32Array>();

  constructor(embedder: () => Promise<TextEmbedder>) {
    this.#embedder = embedder;
  }

  forget(ids: readonly string[]): void {
    for (const id of ids) this.#vectors.delete(id);
  }

  /**
   * The `k` documents nearest to the query by cosine.
   * @param ids the documents of the collection, and `textOf` what to embed of each that is not embedded yet.
   */
  async search(
    query: string,
    k: number,
    ids: Iterable<string>,
    textsOf: (ids: readonly string[]) => string[],
    signal?: AbortSignal,
  ): Promise<ScoredId[]> {
    const embedder = await this.#embedder();
    const candidates = [...ids];
    const missing = candidates.filter((id) => !this.#vectors.has(id));
    for (let start = 0; start < missing.length; start += embedder.maxBatch) {
      const batch = missing.slice(start, start + embedder.maxBatch);
      const vectors = await embedder.embed(textsOf(batch), signal ? { signal } : {});
      batch.forEach((id, i) => {
        this.#vectors.set(id, vectors[i]!);
      });
      await new Promise(setImmediate);
    }
    const [vector] = await embedAll(embedder, [query], { purpose: 'query' });
    return candidates
      .map((id) => ({ id, score: dot(vector!, this.#vectors.get(id)) }))
      .filter((hit) => hit.score > 0)
      .sort(byScore)
      .slice(0, k);
  }
}

function dot(a: Float32Array, b: Float32Array | undefined): number {
  let sum = 0;
  if (b) for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!;
  return sum;
}
