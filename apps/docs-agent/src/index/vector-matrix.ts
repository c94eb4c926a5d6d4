import { byScore, type ScoredId } from '@pareto/contracts';

/** Vectors of length 1 under numbers, in one block of memory; the nearest are found by looking at all. */
export class VectorMatrix {
  readonly #dimensions: number;
  #data: Float32Array;
  #ids: number[] = [];
  readonly #rows = new Map<number, number>();

  constructor(dimensions: number) {
    this.#dimensions = dimensions;
    this.#data = new Float32Array(dimensions * 256);
  }

  get size(): number {
    return this.#ids.length;
  }

  /** @param vector of this matrix' dimensions; it is copied. */
  set(id: number, vector: Float32Array): void {
    const row = this.#rows.get(id) ?? this.#ids.length;
    const start = row * this.#dimensions;
    if (start + this.#dimensions > this.#data.length) {
      const larger = new Float32Array(Math.ceil(this.#data.length * 1.5));
      larger.set(this.#data);
      this.#data = larger;
    }
    this.#data.set(vector, start);
    this.#ids[row] = id;
    this.#rows.set(id, row);
  }

  /** The last vector takes the free place. */
  delete(id: number): void {
    const row = this.#rows.get(id);
    if (row === undefined) return;
    const last = this.#ids.length - 1;
    const [from, to] = [last * this.#dimensions, row * this.#dimensions];
    this.#data.copyWithin(to, from, from + this.#dimensions);
    this.#ids[row] = this.#ids[last]!;
    this.#rows.set(this.#ids[row]!, row);
    this.#ids.pop();
    this.#rows.delete(id);
  }

  /** The `k` nearest by cosine. */
  nearest(query: Float32Array, k: number, accept: (id: number) => boolean): ScoredId[] {
    const found: { id: string; score: number }[] = [];
    let least = Number.NEGATIVE_INFINITY;
    for (let row = 0; row < this.#ids.length; row += 1) {
      if (!accept(this.#ids[row]!)) continue;
      const score = this.#dot(query, row * this.#dimensions);
      if (score <= least) continue;
      found.push({ id: String(this.#ids[row]!), score });
      // Kept in a heap's stead: sorted anew each time it has doubled.
      if (found.length >= 2 * k + 64) {
        found.sort(byScore).length = k;
        least = found.at(-1)!.score;
      }
    }
    return found.sort(byScore).slice(0, k);
  }

  #dot(query: Float32Array, start: number): number {
    const data = this.#data;
    let sum = 0;
    for (let i = 0; i < this.#dimensions; i += 1) sum += query[i]! * data[start + i]!;
    return sum;
  }
}
