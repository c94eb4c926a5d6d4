import type { QueryCeiling } from './lexical-index.ts';
import { RELEVANCE_MODEL } from './relevance-model.ts';

/** What a search found, in figures that mean the same in collections of any size. */
export interface RelevanceEvidence {
  /** BM25 score of the best document; 0 when none shares a word with the query. */
  readonly bm25: number;
  readonly ceiling: QueryCeiling;
  /** Cosine of the best passage by MiniLM, where the search ranked by meaning. */
  readonly cosine?: number | undefined;
}

/**
 * Whether a search most likely found nothing to the purpose: a logistic model on the features below. Its threshold is
 * set so that hardly any query with an answer is called hopeless: when in doubt, results are shown.
 */
export function hasNoRelevantResult(evidence: RelevanceEvidence): boolean {
  const { intercept, weights, threshold } = RELEVANCE_MODEL[evidence.cosine === undefined ? 'lexical' : 'semantic'];
  const features = relevanceFeatures(evidence);
  return features.reduce((logit, feature, i) => logit + weights[i]! * feature, intercept) < threshold;
}

/**
 * The share of the query's weight that the best document reaches (0 to 1), the logarithm of 1 + distinct terms (a short
 * query is easily met by chance), and the cosine if there is one.
 */
export function relevanceFeatures({ bm25, ceiling, cosine }: RelevanceEvidence): number[] {
  const share = ceiling.score === 0 ? 0 : bm25 / ceiling.score;
  const features = [share, Math.log(1 + ceiling.terms)];
  return cosine === undefined ? features : [...features, cosine];
}
