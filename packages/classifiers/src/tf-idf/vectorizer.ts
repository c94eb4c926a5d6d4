const TOKEN = /[\p{L}\p{N}_<>]+/gu;

/** Columns of the terms of a text and their weights; the vector has length 1, or no entry at all. */
export interface SparseVector {
  readonly columns: Int32Array;
  readonly weights: Float64Array;
}

/** A vector, and how much of its text it stands for. */
export interface TextVector extends SparseVector {
  /**
   * Its length before scaling, as a share of what it were with the unknown terms, each as rare as the rarest known one:
   * 1 where every word and pair is known, 0 where none is.
   */
  readonly knownShare: number;
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
  readonly #rarest: number;

  /** @param vocabulary words and pairs ("not working"), in the order of `idf`. */
  constructor(vocabulary: readonly string[], idf: Float32Array) {
    this.#columns = new Map(vocabulary.map((term, column) => [term, column]));
    this.#idf = idf;
    this.#rarest = idf.reduce((most, value) => Math.max(most, value), 1);
  }

  transform(text: string): TextVector {
    const words = wordsOf(text);
    const known = new Map<number, number>();
    const unknown = new Map<string, number>();
    const count = (term: string) => {
      const column = this.#columns.get(term);
      if (column === undefined) unknown.set(term, (unknown.get(term) ?? 0) + 1);
      else known.set(column, (known.get(column) ?? 0) + 1);
    };
    for (const [i, word] of words.entries()) {
      count(word);
      if (i > 0) count(`${words[i - 1]} ${word}`);
    }
    const columns = Int32Array.from(known.keys()).sort();
    const weights = Float64Array.from(columns, (column) => dampened(known.get(column)!) * this.#idf[column]!);
    const length = norm(weights);
    const missing = norm(Float64Array.from(unknown.values(), (times) => dampened(times) * this.#rarest));
    return {
      columns,
      weights: weights.map((weight) => weight / (length || 1)),
      knownShare: length / (Math.hypot(length, missing) || 1),
    };
  }
}

/** What is said again says less than the first time. */
function dampened(times: number): number {
  return 1 + Math.log(times);
}

function norm(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}
