import { byScore, type ScoredId } from '@pareto/contracts';
import type { QuestionAnalysis } from './question.ts';
import type { PassageEvidence, Ranking } from './rank-passages.ts';

/**
 * What a ranking goes through, in order. Of passages: `cosine` to the question, `cosine_terms` to what its terms stand
 * for, `bm25` and `bm25_terms` by the words of both. Of pages: `page_bm25` and `page_bm25_terms`, `statement`. Of
 * documents: `document`. From all of them pages by `fused`, and `placed`: with places kept for what is needed.
 */
export const RANKING_STAGES = [
  'cosine',
  'cosine_terms',
  'bm25',
  'bm25_terms',
  'page_bm25',
  'page_bm25_terms',
  'statement',
  'document',
  'fused',
  'placed',
] as const;

export interface StageCandidate {
  readonly documentId: string;
  /** From 1; absent where the stage ranks documents. */
  readonly page?: number;
  /** Absent where the stage ranks pages. */
  readonly passage?: string;
  readonly score: number;
}

export interface RankingStage {
  /** How many it found; a stage looks for some hundreds at most. */
  readonly found: number;
  /** The first of them, best first. */
  readonly candidates: readonly StageCandidate[];
}

export type RankingStages = Readonly<Record<(typeof RANKING_STAGES)[number], RankingStage>>;

interface Places {
  readonly ofPage: (page: string) => { readonly documentId: string; readonly page: number };
  readonly ofPassage: (passage: string) => {
    readonly documentId: string;
    readonly page: number;
    readonly passage: string;
  };
}

/** What each stage of a ranking found, for people who want to know why a page stands where it does. */
export function rankingStages(
  { evidence, analysis, ranking }: { evidence: PassageEvidence; analysis: QuestionAnalysis; ranking: Ranking },
  { ofPage, ofPassage }: Places,
  limit: number,
): RankingStages {
  const stage = (found: readonly ScoredId[], placeOf: (id: string) => Omit<StageCandidate, 'score'>): RankingStage => ({
    found: found.length,
    candidates: found.slice(0, limit).map(({ id, score }) => {
      const { documentId, page, passage } = placeOf(id);
      return { documentId, ...(page && { page }), ...(passage && { passage }), score };
    }),
  });
  const [cosine = [], cosineTerms = []] = evidence.dense;
  const statements = [...ranking.scores].flatMap(([id, { statement }]) =>
    statement === undefined ? [] : [{ id, score: statement }],
  );
  const documents = [...analysis.documents].map(([id, score]) => ({ id, score }));
  return {
    cosine: stage(cosine, ofPassage),
    cosine_terms: stage(cosineTerms, ofPassage),
    bm25: stage(evidence.bm25, ofPassage),
    bm25_terms: stage(evidence.termsBm25, ofPassage),
    page_bm25: stage(evidence.pageBm25, ofPage),
    page_bm25_terms: stage(evidence.termsPageBm25, ofPage),
    statement: stage(statements.sort(byScore), ofPage),
    document: stage(documents.sort(byScore), (documentId) => ({ documentId })),
    fused: stage(ranking.fused, ofPage),
    placed: stage(ranking.placed, ofPage),
  };
}
