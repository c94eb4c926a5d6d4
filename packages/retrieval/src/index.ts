export { Analyzer, LANGUAGES, type Language } from './analyzer.ts';
export { excerpt } from './excerpt.ts';
export * from './fusion.ts';
export {
  LexicalIndex,
  type LexicalSearchOptions,
  type QueryCeiling,
  type TermContribution,
} from './lexical-index.ts';
export { hasNoRelevantResult, type RelevanceEvidence } from './relevance.ts';
export { LEXICAL_RANKERS, type LexicalRanker } from './weighting.ts';
