import { RANKING_STAGES, type RankingStages, type StageCandidate } from '@pareto/retrieval';
import type { TenantIndex } from './retrieve.ts';

export interface ExplainedCandidate extends Omit<StageCandidate, 'passage'> {
  readonly documentName: string;
  /** Where the passage stands in the page's text, in UTF-16 code units; absent where the stage ranks pages or documents. */
  readonly start?: number;
  readonly end?: number;
}

export interface ExplainedStage {
  /** How many the stage found; the first of them are the candidates. */
  readonly found: number;
  readonly candidates: readonly ExplainedCandidate[];
}

export type ExplainedStages = Readonly<Record<keyof RankingStages, ExplainedStage>>;

/** Passages by where they stand: their ids count the versions of all tenants. What was removed meanwhile is left out. */
export function explainedStages(tenant: TenantIndex, stages: RankingStages): ExplainedStages {
  const entries = RANKING_STAGES.map((stage): [typeof stage, ExplainedStage] => {
    const { found, candidates } = stages[stage];
    return [stage, { found, candidates: candidates.flatMap((candidate) => explained(tenant, candidate)) }];
  });
  return Object.fromEntries(entries) as ExplainedStages;
}

function explained(tenant: TenantIndex, { passage: id, ...candidate }: StageCandidate): ExplainedCandidate[] {
  const document = tenant.passages.document(candidate.documentId);
  const passage = id === undefined ? undefined : tenant.passage(id);
  if (!document || (id !== undefined && !passage)) return [];
  return [{ ...candidate, documentName: document.name, ...(passage && { start: passage.start, end: passage.end }) }];
}
