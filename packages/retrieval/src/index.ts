export { Analyzer, LANGUAGES, type Language } from './analyzer.ts';
export { excerpt } from './excerpt.ts';
export * from './fusion.ts';
export {
  LexicalIndex,
  type LexicalSearchOptions,
  type QueryCeiling,
  type TermContribution,
} from './lexical-index.ts';
export type { AnalysedDocument } from './pages/analysed-document.ts';
export { PassageIndex } from './pages/passage-index.ts';
export { embedText, type IndexedDocument, type IndexedPassage, indexText } from './pages/passage-text.ts';
export type { QuestionAnalysis } from './pages/question.ts';
export type { RankedPassage } from './pages/rank-passages.ts';
export { RANKING_STAGES, type RankingStage, type RankingStages, type StageCandidate } from './pages/ranking-stages.ts';
export { RANKING_WEIGHTS, type RankingWeights } from './pages/ranking-weights.ts';
export { statementPage } from './pages/statements.ts';
export { hasNoRelevantResult, type RelevanceEvidence } from './relevance.ts';
export { LEXICAL_RANKERS, type LexicalRanker } from './weighting.ts';
