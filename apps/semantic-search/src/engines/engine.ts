import type { Filter } from '@pareto/contracts';
import type { Collection } from '../catalogue/catalogue.ts';
import type { OpenCollection } from '../collections/open-collections.ts';

export const ENGINE_NAMES = ['bm25', 'tfidf', 'word2vec', 'glove', 'minilm', 'hybrid'] as const;
export type EngineName = (typeof ENGINE_NAMES)[number];

export interface RankRequest {
  readonly query: string;
  readonly k: number;
  readonly filter?: Filter | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Scores of one document by the rankers that a hybrid asked, and where each ranked it (from 1). */
export type PartScores = Readonly<Record<string, { readonly score: number; readonly rank: number } | null>>;

export interface RankedDocument {
  readonly id: string;
  readonly score: number;
  /** The passage that matched best, when the engine works on passages. */
  readonly passage?: string | undefined;
  readonly parts?: PartScores;
}

/** Ranks the documents of a collection for a query. */
export interface SearchEngine {
  /** What a score of this engine is, for a person who asked to have a ranking explained. */
  readonly scale: string;
  /** @returns at most `k` documents, best first. */
  rank(collection: Collection, open: OpenCollection, request: RankRequest): Promise<RankedDocument[]>;
}
