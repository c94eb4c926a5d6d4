/** Vectors of single words, the most frequent word first. */
export interface WordVectors {
  readonly id: string;
  readonly dimensions: number;
  readonly size: number;
  /** Row of a word, which is also its rank by frequency; undefined for a word without a vector. */
  rank(word: string): number | undefined;
  /** The vector of a row: a view, not a copy. */
  vector(row: number): Float32Array;
}
