import { byScore, type ScoredId } from '@pareto/contracts';
import { zScore } from '../fusion.ts';
import type { QuestionAnalysis } from './question.ts';
import { RANKING_WEIGHTS, type RankingWeights } from './ranking-weights.ts';
import { likelihood, type Statement, type StatementPage } from './statements.ts';

export interface RankedPassage {
  readonly id: string;
  /**
   * By stage, of its page; higher is better within one stage. `cosine` and `bm25`: the best of the page's passages, with a
   * little of the next; `page_bm25`: the page as a whole; the same with `_terms`: what the question's terms stand for.
   * `statement`: how likely it is a statement that the question needs, 0 to 1. `document`: how well the document fits the
   * question, 0 for the best. `fused`: their weighted sum, by which pages are ranked. A stage that did not find the page
   * is left out.
   */
  readonly scores: Readonly<Record<string, number>>;
}

/** A ranking, with what it came from. */
export interface Ranking {
  readonly passages: readonly RankedPassage[];
  /** By page, the score of each stage. */
  readonly scores: ReadonlyMap<string, Readonly<Record<string, number>>>;
  /** Pages by the sum of their evidence, and then with places kept for what is needed. */
  readonly fused: readonly ScoredId[];
  readonly placed: readonly ScoredId[];
}

/** What is known of passages and pages in answer to one question. Rankings may be cut off anywhere. */
export interface PassageEvidence {
  /** Key of the page on which a passage stands. */
  readonly pageOf: (passage: string) => string;
  readonly documentOf: (page: string) => string;
  readonly passagesOf: (page: string) => readonly string[];
  /** Passages and pages by words of the question. */
  readonly bm25: readonly ScoredId[];
  readonly pageBm25: readonly ScoredId[];
  /** The same, by words of what the question's terms stand for. */
  readonly termsBm25: readonly ScoredId[];
  readonly termsPageBm25: readonly ScoredId[];
  /** Passages by meaning, for each query of the analysis. */
  readonly dense: readonly (readonly ScoredId[])[];
  /** Pages that are statements. */
  readonly statements: ReadonlyMap<string, StatementPage>;
}

/** How sure it must be that a question needs a statement, and that a page is it, for its place to be kept. */
const NEEDED = 0.55;
const FIRST_PLACES = 5;
const KEPT_PLACES = 2;
/** What a page gains by its second passage. */
const SECOND = 0.15;
/** No misfit of its document costs a page more than this. */
const MAX_MISFIT = 4;

/**
 * The k best passages: the best of the best page, then of the next page, …, and only when pages run out their second
 * passages. Pages are ranked by a weighted sum of standard scores, one for each kind of evidence.
 */
export function rankPassages(
  evidence: PassageEvidence,
  analysis: QuestionAnalysis,
  k: number,
  weights: RankingWeights = RANKING_WEIGHTS,
): Ranking {
  const pages = scoredPages(evidence, analysis, weights);
  const fused = [...pages].map(([id, { fused }]) => ({ id, score: fused! })).sort(byScore);
  const placed = withNeeded(fused, evidence, analysis);
  const passageScores = scoredPassages(evidence, weights);
  const queues = placed.slice(0, k).map(({ id: page }) => ({
    scores: pages.get(page)!,
    passages: evidence
      .passagesOf(page)
      .map((id) => ({ id, score: passageScores.get(id) ?? Number.NEGATIVE_INFINITY }))
      .sort((a, b) => b.score - a.score),
  }));
  const chosen: RankedPassage[] = [];
  for (let nth = 0; chosen.length < k; nth += 1) {
    const round = queues.filter(({ passages }) => nth === 0 || (passages[nth]?.score ?? Number.NEGATIVE_INFINITY) >= 0);
    if (round.length === 0) break;
    for (const { scores, passages } of round) chosen.push({ id: passages[nth]!.id, scores });
  }
  return { passages: chosen.slice(0, k), scores: pages, fused, placed };
}

/**
 * Sees that every part of what a question needs is among the first places, the last of which are kept for that: each
 * side of a comparison, and each statement on which a part of a ratio stands, while many pages write about it.
 */
function withNeeded(
  ranked: readonly ScoredId[],
  { documentOf, statements }: PassageEvidence,
  { sides, statements: hints, periods }: QuestionAnalysis,
): ScoredId[] {
  const isStatement = (id: string, kind: Statement) => {
    const page = statements.get(id);
    return page !== undefined && likelihood(page, kind, periods) >= NEEDED;
  };
  const first = new Set(ranked.slice(0, FIRST_PLACES));
  const kinds = [...hints].filter(([, hint]) => hint >= NEEDED).map(([kind]) => kind);
  const best = [
    ...sides.map((side) => ranked.find(({ id }) => side.includes(documentOf(id)))),
    ...kinds.map((kind) => ranked.find(({ id }) => isStatement(id, kind))),
  ];
  const needed = [...new Set(best)]
    .filter((page): page is ScoredId => page !== undefined && !first.has(page))
    .slice(0, KEPT_PLACES);
  const others = ranked.filter((page) => !needed.includes(page));
  const place = FIRST_PLACES - needed.length;
  return [...others.slice(0, place), ...needed, ...others.slice(place)];
}

/** All pages that some evidence speaks for, with the score of each stage. */
function scoredPages(
  { pageOf, documentOf, statements, ...rankings }: PassageEvidence,
  analysis: QuestionAnalysis,
  weights: RankingWeights,
): Map<string, Record<string, number>> {
  const stages: readonly [stage: string, ranking: readonly ScoredId[], weight: number][] = [
    ['cosine', byPage(rankings.dense[0] ?? [], pageOf), weights.cosine],
    ['cosine_terms', byPage(rankings.dense[1] ?? [], pageOf), weights.cosineTerms],
    ['bm25', byPage(rankings.bm25, pageOf), weights.bm25],
    ['bm25_terms', byPage(rankings.termsBm25, pageOf), weights.bm25Terms],
    ['page_bm25', rankings.pageBm25, weights.pageBm25],
    ['page_bm25_terms', rankings.termsPageBm25, weights.pageBm25Terms],
  ];
  const pages = new Map<string, Record<string, number>>();
  const at = (page: string) => {
    const scores = pages.get(page) ?? { fused: 0 };
    pages.set(page, scores);
    return scores;
  };
  for (const [stage, ranking, weight] of stages) {
    for (const { id, score, gain } of aboveLeast(ranking)) {
      const scores = at(id);
      scores[stage] = score;
      scores.fused! += weight * gain;
    }
  }
  for (const [page, statement] of statements) {
    const hints = [...analysis.statements];
    const likely = Math.max(0, ...hints.map(([kind, hint]) => hint * likelihood(statement, kind, analysis.periods)));
    if (likely === 0) continue;
    const scores = at(page);
    scores.statement = likely;
    scores.fused! += weights.statement * likely;
  }
  for (const [page, scores] of pages) {
    scores.document = Math.max(-MAX_MISFIT, analysis.documents.get(documentOf(page)) ?? 0);
    scores.fused! += weights.document * scores.document;
  }
  return pages;
}

/** Which passages of a page match, by the evidence that there is of passages. */
function scoredPassages({ dense, bm25, termsBm25 }: PassageEvidence, weights: RankingWeights): Map<string, number> {
  const totals = new Map<string, number>();
  for (const [ranking, weight] of [
    [dense[0] ?? [], weights.cosine],
    [dense[1] ?? [], weights.cosineTerms],
    [bm25, weights.bm25],
    [termsBm25, weights.bm25Terms],
  ] as const) {
    for (const { id, gain } of aboveLeast(ranking)) totals.set(id, (totals.get(id) ?? 0) + weight * gain);
  }
  return totals;
}

/**
 * Standard scores, counted from the least of the ranking: what it does not name is no better than that, so it gains
 * nothing.
 */
function aboveLeast(ranking: readonly ScoredId[]): (ScoredId & { readonly gain: number })[] {
  const scale = zScore(ranking);
  const least = ranking.reduce((min, { score }) => Math.min(min, score), Number.POSITIVE_INFINITY);
  return ranking.map(({ id, score }) => ({ id, score, gain: scale(score) - scale(least) }));
}

/** A page counts as its best passage, and a little of the next. */
function byPage(ranking: readonly ScoredId[], pageOf: (passage: string) => string): ScoredId[] {
  const pages = new Map<string, number>();
  const passages = new Map<string, number>();
  for (const { id, score } of ranking) {
    const page = pageOf(id);
    const nth = passages.get(page) ?? 0;
    passages.set(page, nth + 1);
    if (nth < 2) pages.set(page, (pages.get(page) ?? 0) + (nth === 0 ? score : SECOND * score));
  }
  return [...pages].map(([id, score]) => ({ id, score }));
}
