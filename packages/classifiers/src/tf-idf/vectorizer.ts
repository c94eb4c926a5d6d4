const TOKEN = /[\p{L}\p{N}_<>]+/gu;

/** Columns of the terms of a text and their weights; the vector has length 1, or no entry at all. */
export interface SparseVector {
  readonly columns: Int32Array;
  readonly weights: Float64Array;
}

/** Words of a text: NFKC, lower case, accents kept. */
export function wordsOf(text: string): string[] {
  return text.normalize('NFKC').toLowerCase().match(TOKEN) ?? [];
}

/**
 * TF-IDF over words and pairs of neighbours, as `pareto_training/tfidf.py` has it: (1 + ln tf) · idf, scaled to length 1
 * (Manning, Raghavan & Schütze 2008, section 6.4). Terms outside of the vocabulary count for nothing.
 */
export class TfIdfVectorizer {
  readonly #columns: ReadonlyMap<string, number>;
  readonly #idf: Float32Array;

  /** @param vocabulary words and pairs ("not working"), in the order of `idf`. */
  constructor(vocabulary: readonly string[], idf: Float32Array) {
    this.#columns = new Map(vocabulary.map((term, column) => [term, column]));
    this.#idf = idf;
  }

  transform(text: string): SparseVector {
    const words = wordsOf(text);
    const counts = new Map<number, number>();
    const count = (term: string) => {
      const column = this.#columns.get(term);
      if (column !== undefined) counts.set(column, (counts.get(column) ?? 0) + 1);
    };
    for (const [i, word] of words.entries()) {
      count(word);
      if (i > 0) count(`${words[i - 1]} ${word}`);
    }
    const columns = Int32Array.from(counts.keys()).sort();
    const weights = Float64Array.from(columns, (column) => (1 + Math.log(counts.get(column)!)) * this.#idf[column]!);
    const length = Math.hypot(...weights) || 1;
    return { columns, weights: weights.map((weight) => weight / length) };
  }
}
