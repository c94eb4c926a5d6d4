export {
  type Answerability,
  answerability,
  answerabilityFeatures,
  areNamesSpokenOf,
  isTakenUpSpokenOf,
  namesAndYears,
  type RetrievalEvidence,
} from './answerability.ts';
export { isTelling } from './claim.ts';
export { denialOf } from './denial.ts';
export {
  areYearsSpokenOf,
  type ExtractedAnswer,
  type ExtractOptions,
  extractAnswer,
  isAnswerInKind,
  quotableSpans,
  quotableTexts,
  selectQuotes,
  spoken,
} from './extract.ts';
export { spellsOut } from './initials.ts';
export { type Language, languageOf } from './language.ts';
export { isInstruction, neutralise } from './neutralise.ts';
export { type AnswerKind, type Question, readQuestion } from './question.ts';
export { type RankedQuote, type RankOptions, rankUnits } from './rank.ts';
export { sentencesOf } from './sentences.ts';
export type { Quote, Source } from './source.ts';
export { type SubQuestions, subQuestions } from './sub-questions.ts';
export { type Support, type SupportOptions, supportOf } from './support.ts';
