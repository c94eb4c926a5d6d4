import type { ScoredId } from '@pareto/contracts';
import { zScore } from '@pareto/retrieval';

/** Sections and pages that each ranking holds, where there are as many. */
export const CANDIDATES = 200;

/** Rankings of one question. Sections and pages are named by their numbers in the catalogue. */
export interface SectionEvidence {
  readonly dense: readonly ScoredId[];
  readonly words: readonly ScoredId[];
  /** Sections by the names in the headings above them, letter for letter: where a name is explained, not only used. */
  readonly headings: readonly ScoredId[];
  /** Pages by their words as a whole. */
  readonly pages: readonly ScoredId[];
  /** Pages by the words of their title and path. */
  readonly titles: readonly ScoredId[];
  readonly pageOf: (section: string) => string;
}

export interface SectionWeights {
  readonly dense: number;
  readonly words: number;
  readonly headings: number;
  readonly pages: number;
  readonly titles: number;
  /** What each further section of a page loses. */
  readonly repetition: number;
}

/** Meaning against words as in `fuseHybrid`; `evals/retrieval.ts` shows what each adds. */
export const SECTION_WEIGHTS: SectionWeights = {
  dense: 0.6,
  words: 0.25,
  headings: 0.15,
  pages: 0.25,
  titles: 0.15,
  repetition: 0.3,
};

/**
 * Sections by a weighted sum of standard scores: of the section by meaning and by words, and of its page as a whole and by
 * title. What a ranking does not name is no better than its least, so it gains nothing there. A ranking by words that
 * could have been longer names all that share a word with the question: the others count as scored 0, so that a name
 * which one section alone has sets that section far apart.
 */
export function rankSections(evidence: SectionEvidence, weights: SectionWeights = SECTION_WEIGHTS): ScoredId[] {
  const { pageOf } = evidence;
  const sections = new Set([...evidence.dense, ...evidence.words].map(({ id }) => id));
  const totals = new Map<string, number>();
  for (const [ranking, weight] of [
    [evidence.dense, weights.dense],
    [evidence.words, weights.words],
    [evidence.headings, weights.headings],
  ] as const) {
    for (const [id, gain] of gains(ranking, sections)) totals.set(id, (totals.get(id) ?? 0) + weight * gain);
  }
  const candidatePages = new Set([...totals.keys()].map(pageOf));
  const pages = gains(evidence.pages, candidatePages);
  const titles = gains(evidence.titles, candidatePages);
  for (const [id, total] of totals) {
    const page = pageOf(id);
    totals.set(id, total + weights.pages * (pages.get(page) ?? 0) + weights.titles * (titles.get(page) ?? 0));
  }
  return withoutCrowding(totals, pageOf, weights.repetition);
}

function withoutCrowding(
  totals: ReadonlyMap<string, number>,
  pageOf: (id: string) => string,
  loss: number,
): ScoredId[] {
  const ofPage = new Map<string, number>();
  return [...totals]
    .map(([id, score]) => ({ id, score }))
    .sort(descending)
    .map(({ id, score }) => {
      const nth = ofPage.get(pageOf(id)) ?? 0;
      ofPage.set(pageOf(id), nth + 1);
      return { id, score: score - loss * nth };
    })
    .sort(descending);
}

function gains(ranking: readonly ScoredId[], candidates: ReadonlySet<string>): Map<string, number> {
  const named = new Set(ranking.map(({ id }) => id));
  const isComplete = ranking.length > 0 && ranking.length < CANDIDATES;
  const unnamed = isComplete ? [...candidates].filter((id) => !named.has(id)).map((id) => ({ id, score: 0 })) : [];
  const all = [...ranking, ...unnamed];
  const scale = zScore(all);
  const least = all.reduce((min, { score }) => Math.min(min, score), Number.POSITIVE_INFINITY);
  return new Map(ranking.map(({ id, score }) => [id, scale(score) - scale(least)]));
}

/** Equal scores in the order of the catalogue, so that answers repeat. */
function descending(a: ScoredId, b: ScoredId): number {
  return b.score - a.score || Number(a.id) - Number(b.id);
}
