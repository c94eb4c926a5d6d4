const FIRST_CAPACITY = 1_024;

/** Where the postings of one term lie in the shared arrays: from `start`, `length` of them. */
export interface PostingRange {
  readonly start: number;
  readonly length: number;
}

/**
 * The posting lists of all terms in two shared arrays: the documents that hold a term, in rising order, and how often
 * each holds it. A list lies in a block whose size is a power of two; when full it moves to one of twice the size, and
 * its old block waits for another list. Two arrays per term would cost ten times their contents: most terms are rare.
 */
export class Postings {
  documents = new Int32Array(FIRST_CAPACITY);
  frequencies = new Uint16Array(FIRST_CAPACITY);
  /** By term number. */
  #starts = new Int32Array(FIRST_CAPACITY);
  #lengths = new Int32Array(FIRST_CAPACITY);
  #live = new Int32Array(FIRST_CAPACITY);
  #terms = 0;
  #used = 0;
  /** Starts of abandoned blocks, by the logarithm of their size. */
  #free: number[][] = [];

  /** Begins an empty list. @returns its term's number: 0, 1, 2, … */
  addTerm(): number {
    this.#starts = withRoom(this.#starts, this.#terms + 1);
    this.#lengths = withRoom(this.#lengths, this.#terms + 1);
    this.#live = withRoom(this.#live, this.#terms + 1);
    this.#terms += 1;
    return this.#terms - 1;
  }

  get terms(): number {
    return this.#terms;
  }

  range(term: number): PostingRange {
    return { start: this.#starts[term]!, length: this.#lengths[term]! };
  }

  /** Documents of the term that are not deleted: its document frequency. */
  live(term: number): number {
    return this.#live[term]!;
  }

  /** @param document above all that the list holds. */
  push(term: number, document: number, frequency: number): void {
    const length = this.#lengths[term]!;
    // A list of 0, 1, 2, 4, 8, … fills its block.
    if ((length & (length - 1)) === 0) this.#move(term, length);
    const place = this.#starts[term]! + length;
    this.documents[place] = document;
    this.frequencies[place] = Math.min(frequency, 0xffff);
    this.#lengths[term] = length + 1;
    this.#live[term]! += 1;
  }

  /** Counts a document out; its posting stays until the lists are rewritten. */
  forget(term: number): void {
    this.#live[term]! -= 1;
  }

  /** How often a document holds a term, 0 when it does not. */
  frequency(term: number, document: number): number {
    let low = this.#starts[term]!;
    const end = low + this.#lengths[term]!;
    for (let high = end; low < high; ) {
      const middle = (low + high) >>> 1;
      if (this.documents[middle]! < document) low = middle + 1;
      else high = middle;
    }
    return low < end && this.documents[low] === document ? this.frequencies[low]! : 0;
  }

  /**
   * The same lists without deleted documents and without empty lists, packed anew.
   * @param documents the new number of each document, -1 for a deleted one; the order of the others stays.
   * @returns also the new number of each term, -1 for one that no document holds.
   */
  rewritten(documents: Int32Array): { postings: Postings; terms: Int32Array } {
    const postings = new Postings();
    const terms = new Int32Array(this.#terms).fill(-1);
    for (let term = 0; term < this.#terms; term += 1) {
      if (this.#live[term] === 0) continue;
      const renumbered = postings.addTerm();
      terms[term] = renumbered;
      const { start, length } = this.range(term);
      for (let i = start; i < start + length; i += 1) {
        const document = documents[this.documents[i]!]!;
        if (document >= 0) postings.push(renumbered, document, this.frequencies[i]!);
      }
    }
    return { postings, terms };
  }

  #move(term: number, length: number): void {
    const sizeClass = length === 0 ? 0 : 32 - Math.clz32(length);
    const size = 1 << sizeClass;
    let start = this.#free[sizeClass]?.pop();
    if (start === undefined) {
      start = this.#used;
      this.#used += size;
      this.documents = withRoom(this.documents, this.#used);
      this.frequencies = withRoom(this.frequencies, this.#used);
    }
    const old = this.#starts[term]!;
    this.documents.copyWithin(start, old, old + length);
    this.frequencies.copyWithin(start, old, old + length);
    if (length > 0) {
      this.#free[sizeClass - 1] ??= [];
      this.#free[sizeClass - 1]!.push(old);
    }
    this.#starts[term] = start;
  }
}

/** The array itself, or a copy at least half as large again when `length` elements do not fit. */
export function withRoom<T extends Int32Array | Uint16Array>(array: T, length: number): T {
  if (length <= array.length) return array;
  const room = Math.max(length, array.length + (array.length >> 1));
  const larger = (array instanceof Int32Array ? new Int32Array(room) : new Uint16Array(room)) as T;
  larger.set(array);
  return larger;
}
