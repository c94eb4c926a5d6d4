import { byScore, type ScoredId } from '@pareto/contracts';
import { zScore } from '../fusion.ts';
import type { QuestionAnalysis } from './question.ts';
import type { Statement } from './statements.ts';

export interface RankedPassage {
  readonly id: string;
  /** By stage: `bm25`, `cosine`, `fused`; higher is better within one stage. */
  readonly scores: Readonly<Record<string, number>>;
}

export interface PassageEvidence {
  /** Key of the page on which a passage stands. */
  readonly pageOf: (passage: string) => string;
  readonly documentOf: (page: string) => string;
  readonly passagesOf: (page: string) => readonly string[];
  /** Passages by words: of the question, and of what it stands for. */
  readonly words: readonly ScoredId[];
  readonly expansion: readonly ScoredId[];
  /** Pages by words. */
  readonly pageWords: readonly ScoredId[];
  readonly pageExpansion: readonly ScoredId[];
  /** Passages by meaning, for each query of the analysis. */
  readonly dense: readonly (readonly ScoredId[])[];
  /** Pages that are statements. */
  readonly statements: ReadonlyMap<string, ReadonlyMap<Statement, number>>;
}

export const WEIGHTS = {
  dense: 0.6,
  denseExpansion: 0.2,
  words: 0.25,
  pageWords: 0.25,
  expansion: 0.1,
  pageExpansion: 0.1,
  statement: 3,
  document: 2,
};
const MAX_MISFIT = 4;
/** What a page gains by its further passages. */
const SECOND = 0.15;

/** The k best passages, no two of one page while there are other pages. */
export function rankPassages(evidence: PassageEvidence, analysis: QuestionAnalysis, k: number): RankedPassage[] {
  const { pageOf, documentOf, passagesOf, statements } = evidence;
  const stages: Readonly<Record<string, readonly ScoredId[]>> = {
    dense: byPage(evidence.dense[0] ?? [], pageOf),
    denseExpansion: byPage(evidence.dense[1] ?? [], pageOf),
    words: byPage(evidence.words, pageOf),
    pageWords: evidence.pageWords,
    expansion: byPage(evidence.expansion, pageOf),
    pageExpansion: evidence.pageExpansion,
  };
  const pages = new Map<string, Record<string, number>>();
  const at = (page: string) => {
    const scores = pages.get(page) ?? { fused: 0 };
    pages.set(page, scores);
    return scores;
  };
  let floor = 0;
  for (const [stage, ranking] of Object.entries(stages)) {
    if (ranking.length === 0) continue;
    const weight = WEIGHTS[stage as keyof typeof WEIGHTS];
    const scale = zScore(ranking);
    const least = weight * scale(ranking.reduce((min, { score }) => Math.min(min, score), Number.POSITIVE_INFINITY));
    floor += least;
    for (const { id, score } of ranking) {
      const scores = at(id);
      scores[stage] = score;
      scores.fused! += weight * scale(score) - least;
    }
  }
  for (const [page, kinds] of statements) {
    let hint = 0;
    for (const [statement, likely] of analysis.statements) hint = Math.max(hint, likely * (kinds.get(statement) ?? 0));
    if (hint === 0) continue;
    const scores = at(page);
    scores.statement = hint;
    scores.fused! += WEIGHTS.statement * hint;
  }
  for (const [page, scores] of pages) {
    const fit = Math.max(-MAX_MISFIT, analysis.documents.get(documentOf(page)) ?? 0);
    scores.document = fit;
    scores.fused! += floor + WEIGHTS.document * fit;
  }
  const ranked = [...pages].map(([id, scores]) => ({ id, score: scores.fused! })).sort(byScore);
  const passageScores = passageFusion(evidence);
  const best = ranked.map(({ id }) => ({
    page: id,
    passages: [...passagesOf(id)]
      .map((passage) => ({ id: passage, score: passageScores.get(passage) ?? Number.NEGATIVE_INFINITY }))
      .sort(byScore),
  }));
  const chosen: RankedPassage[] = [];
  for (let nth = 0; chosen.length < k; nth += 1) {
    const before = chosen.length;
    for (const { page, passages } of best) {
      const passage = passages[nth];
      if (!passage || chosen.length >= k || (nth > 0 && passage.score === Number.NEGATIVE_INFINITY)) continue;
      chosen.push({ id: passage.id, scores: pages.get(page)! });
    }
    if (chosen.length === before) break;
  }
  return chosen;
}

/** Which passages of a page match: words and meaning, of the question and of what it stands for. */
function passageFusion({ words, expansion, dense }: PassageEvidence): Map<string, number> {
  const totals = new Map<string, number>();
  for (const [ranking, weight] of [
    [dense[0] ?? [], WEIGHTS.dense],
    [dense[1] ?? [], WEIGHTS.denseExpansion],
    [words, WEIGHTS.words],
    [expansion, WEIGHTS.expansion],
  ] as const) {
    if (ranking.length === 0) continue;
    const scale = zScore(ranking);
    const least = ranking.reduce((min, { score }) => Math.min(min, scale(score)), Number.POSITIVE_INFINITY);
    for (const { id, score } of ranking) totals.set(id, (totals.get(id) ?? 0) + weight * (scale(score) - least));
  }
  return totals;
}

/** A page counts as its best passage, and a little of the next. */
function byPage(ranking: readonly ScoredId[], pageOf: (passage: string) => string): ScoredId[] {
  const pages = new Map<string, number[]>();
  for (const { id, score } of ranking) {
    const page = pageOf(id);
    pages.set(page, [...(pages.get(page) ?? []), score]);
  }
  return [...pages].map(([id, [first = 0, second = 0]]) => ({ id, score: first + SECOND * second }));
}
