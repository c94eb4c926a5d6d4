import type { PostingList } from './postings.ts';

export const LEXICAL_RANKERS = ['bm25', 'tfidf'] as const;
export type LexicalRanker = (typeof LEXICAL_RANKERS)[number];

export interface CollectionStatistics {
  /** Documents that are not deleted. */
  readonly size: number;
  /** Document numbers in use, deleted ones included. */
  readonly documents: number;
  /** Terms of each document, by number. */
  readonly lengths: Int32Array;
  readonly averageLength: number;
  readonly postings: Iterable<PostingList>;
}

/** How a ranker weighs terms: a document's score is the sum over query terms of `query` × `document`. */
export interface Weighting {
  idf(documentFrequency: number, size: number): number;
  /** Weight of a query term that occurs `count` times in the query. */
  query(count: number, idf: number): number;
  /** What the weights of a query's terms are divided by. */
  queryNorm(weights: readonly number[]): number;
  /** Weight of a term that occurs `tf` times in a document with this normaliser. */
  document(tf: number, idf: number, normaliser: number): number;
  normalisers(statistics: CollectionStatistics): Float64Array;
}

/** Saturation of term frequency and strength of length normalisation: the usual values, not tuned to a collection. */
const K1 = 1.2;
const B = 0.75;

/**
 * Okapi BM25 (Robertson & Zaragoza 2009, eq. 3.15) with Lucene's idf, which is never negative:
 *
 *     Σ_t qtf(t) · ln(1 + (N - df + 0.5) / (df + 0.5)) · tf · (k1 + 1) / (tf + k1 · (1 - b + b · dl / avgdl))
 */
export const BM25: Weighting = {
  idf: (df, size) => Math.log(1 + (size - df + 0.5) / (df + 0.5)),
  query: (count, idf) => count * idf * (K1 + 1),
  queryNorm: () => 1,
  document: (tf, _idf, normaliser) => tf / (tf + normaliser),
  normalisers: ({ documents, lengths, averageLength }) =>
    Float64Array.from(
      { length: documents },
      (_, i) => K1 * (1 - B + (B * lengths[i]!) / Math.max(averageLength, 1e-9)),
    ),
};

/**
 * Cosine of TF-IDF vectors with logarithmic term frequency (SMART notation ltc.ltc; Manning, Raghavan & Schütze
 * 2008, §6.4): w = (1 + ln tf) · idf, with idf = ln((1 + N) / (1 + df)) + 1, which stays positive.
 */
export const TF_IDF: Weighting = {
  idf: (df, size) => Math.log((1 + size) / (1 + df)) + 1,
  query: (count, idf) => (1 + Math.log(count)) * idf,
  queryNorm: (weights) => Math.hypot(...weights) || 1,
  document: (tf, idf, normaliser) => ((1 + Math.log(tf)) * idf) / normaliser,
  normalisers({ size, documents, postings }) {
    const squares = new Float64Array(documents);
    for (const list of postings) {
      const idf = TF_IDF.idf(list.live, size);
      for (let i = 0; i < list.length; i += 1)
        squares[list.documents[i]!]! += ((1 + Math.log(list.frequencies[i]!)) * idf) ** 2;
    }
    return squares.map((square) => Math.sqrt(square) || 1);
  },
};
