import { byScore, type ScoredId } from '@pareto/contracts';
import { fuseHybrid } from '../fusion.ts';
import type { PassagePlace } from './passage-index.ts';

export interface RankedPassage {
  readonly id: string;
  /** By stage: `bm25`, `cosine`, `fused`; higher is better within one stage. */
  readonly scores: Readonly<Record<string, number>>;
}

export interface PassageEvidence {
  readonly place: (id: string) => PassagePlace | undefined;
  readonly bm25: readonly ScoredId[];
  readonly dense: readonly (readonly ScoredId[])[];
}

/** The k best passages, no two of one page while there are other pages. */
export function rankPassages({ place, bm25, dense }: PassageEvidence, k: number): RankedPassage[] {
  const words = new Map(bm25.map(({ id, score }) => [id, score]));
  const cosines = new Map((dense[0] ?? []).map(({ id, score }) => [id, score]));
  const fused = fuseHybrid(bm25, dense[0] ?? []);
  const seen = new Map<string, number>();
  return fused
    .map(({ id, score }) => {
      const { documentId, page } = place(id)!;
      const key = `${documentId}#${page}`;
      const nth = seen.get(key) ?? 0;
      seen.set(key, nth + 1);
      return { id, score, nth };
    })
    .sort((a, b) => a.nth - b.nth || byScore(a, b))
    .slice(0, k)
    .map(({ id, score }) => ({ id, scores: { bm25: words.get(id) ?? 0, cosine: cosines.get(id) ?? 0, fused: score } }));
}
