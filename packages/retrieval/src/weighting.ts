import type { PostingRange, Postings } from './postings.ts';

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
  readonly postings: Postings;
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
  /** One number per document that says how its length discounts its terms. */
  normalisers(statistics: CollectionStatistics): Float64Array;
  /** Adds `weight` × `document` of one term to the scores of all documents that hold it. */
  accumulate(term: WeightedTerm, postings: Postings, normalisers: Float64Array, scores: Float64Array): void;
}

export interface WeightedTerm {
  readonly range: PostingRange;
  readonly idf: number;
  readonly weight: number;
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
  normalisers({ documents, lengths, averageLength }) {
    const normalisers = new Float64Array(documents);
    const perTerm = B / Math.max(averageLength, 1e-9);
    for (let i = 0; i < documents; i += 1) normalisers[i] = K1 * (1 - B + perTerm * lengths[i]!);
    return normalisers;
  },
  accumulate({ range, weight }, { documents, frequencies }, normalisers, scores) {
    const end = range.start + range.length;
    for (let i = range.start; i < end; i += 1) {
      const document = documents[i]!;
      const tf = frequencies[i]!;
      scores[document]! += (weight * tf) / (tf + normalisers[document]!);
    }
  },
};

/** 1 + ln tf for the frequencies that occur. */
const LOG_FREQUENCY = Float64Array.from({ length: 0x1_00_00 }, (_, tf) => 1 + Math.log(Math.max(1, tf)));

/**
 * Cosine of TF-IDF vectors with logarithmic term frequency (SMART notation ltc.ltc; Manning, Raghavan & Schütze
 * 2008, §6.4): w = (1 + ln tf) · idf, with idf = ln((1 + N) / (1 + df)) + 1, which stays positive.
 */
export const TF_IDF: Weighting = {
  idf: (df, size) => Math.log((1 + size) / (1 + df)) + 1,
  query: (count, idf) => (1 + Math.log(count)) * idf,
  queryNorm: (weights) => Math.hypot(...weights) || 1,
  document: (tf, idf, normaliser) => LOG_FREQUENCY[tf]! * idf * normaliser,
  /** One over the length of the document's vector. */
  normalisers({ size, documents, postings }) {
    const normalisers = new Float64Array(documents);
    for (let term = 0; term < postings.terms; term += 1) {
      const idf = TF_IDF.idf(postings.live(term), size);
      const { start, length } = postings.range(term);
      for (let i = start; i < start + length; i += 1) {
        normalisers[postings.documents[i]!]! += (LOG_FREQUENCY[postings.frequencies[i]!]! * idf) ** 2;
      }
    }
    for (let i = 0; i < documents; i += 1) normalisers[i] = normalisers[i] === 0 ? 0 : 1 / Math.sqrt(normalisers[i]!);
    return normalisers;
  },
  accumulate({ range, idf, weight }, { documents, frequencies }, normalisers, scores) {
    const end = range.start + range.length;
    for (let i = range.start; i < end; i += 1) {
      const document = documents[i]!;
      scores[document]! += weight * idf * LOG_FREQUENCY[frequencies[i]!]! * normalisers[document]!;
    }
  },
};
