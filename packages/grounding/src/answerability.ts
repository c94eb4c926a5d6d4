import type { Analysis, Term } from './analysis.ts';
import { ANSWERABILITY_MODEL } from './answerability-model.ts';
import { speaksOf } from './coverage.ts';
import { type RankOptions, rankUnits } from './extract.ts';
import { holdsAnswer, type Question, readQuestion } from './question.ts';
import type { Quote, Source } from './source.ts';
import { type Unit, unitsOf } from './units.ts';

export interface RetrievalEvidence extends RankOptions {
  /** Cosine of question and best passage by the default embedder; absent where nothing was embedded. */
  readonly cosine?: number | undefined;
  /** BM25 score of the best passage. */
  readonly bm25?: number | undefined;
}

export interface Answerability {
  /** False for most questions without an answer, and hardly any with one: then nothing need be tried. */
  readonly answerable: boolean;
  /** So likely that the best sentences may be given as the answer where nothing else checks that they are one. */
  readonly isSure: boolean;
  /** Of there being an answer in the sources, as the model was fitted: on as many questions with one as without. */
  readonly probability: number;
}

/** Stand in for what is not known: about the means of those that the model was fitted on. */
const UNKNOWN_COSINE = 0.5;
const UNKNOWN_BM25 = 10;
/** Sources beyond these are too far from the question to be what it asks for. */
const READ = 5;
/** Units before and after the best one in which the expected kind of answer may stand. */
const NEARBY = 1;

/** Whether the best sources most likely hold an answer: a logistic model on the features below. */
export function answerability(
  question: string,
  sources: readonly Source[],
  evidence: RetrievalEvidence = {},
): Answerability {
  const { intercept, weights, threshold, sure } = ANSWERABILITY_MODEL[evidence.similarities ? 'meaning' : 'words'];
  const features = answerabilityFeatures(question, sources, evidence);
  const logit = features.reduce((sum, feature, i) => sum + weights[i]! * feature, intercept);
  const isThere = sources.length > 0;
  return {
    answerable: isThere && logit >= threshold,
    isSure: isThere && logit >= sure,
    probability: 1 / (1 + Math.exp(-logit)),
  };
}

/**
 * In this order: the cosine; a tenth of the BM25 score; the share of the question's content words in the best source and
 * its context; the same of its names and numbers (1 where it has none); whether each of its names is in some source; the
 * score of the best sentence or row; whether what is asked for (a date, an amount, a name) stands there or beside it (0.5
 * where nothing in particular is); and the highest similarity, if there are any.
 */
export function answerabilityFeatures(
  text: string,
  sources: readonly Source[],
  { cosine, bm25, similarities, priors }: RetrievalEvidence,
): number[] {
  const question = readQuestion(text);
  const read = sources.slice(0, READ).map(unitsOf);
  const words = { terms: question.analysis.terms.filter(({ isLight }) => !isLight), figures: [] };
  const names = question.analysis.terms.filter(({ isName }) => isName);
  const hard = { terms: names, figures: question.analysis.figures };
  const best = rankUnits(text, sources, { similarities, priors })[0];
  const features = [
    cosine ?? UNKNOWN_COSINE,
    (bm25 ?? UNKNOWN_BM25) / 10,
    Math.max(0, ...read.map((units) => shareOf(words, units))),
    Math.max(0, ...read.map((units) => shareOf(hard, units))),
    missingNames(text, sources.slice(0, READ)).length === 0 ? 1 : 0,
    Math.max(0, best?.score ?? 0),
    question.expects === 'any' ? 0.5 : best && isNear(question, best, unitsOf(sources[best.source]!)) ? 1 : 0,
  ];
  return similarities ? [...features, Math.max(0, ...similarities)] : features;
}

/** Names of a question that none of the sources speaks of, nor their context; as the question writes them, folded. */
export function missingNames(question: string, sources: readonly Source[]): string[] {
  const { terms } = readQuestion(question).analysis;
  const missing = terms.filter((term) => term.isName && !sources.some((source) => isSpokenOf(term, unitsOf(source))));
  return missing.map(({ folded }) => folded);
}

function isNear(question: Question, { start }: Quote, units: readonly Unit[]): boolean {
  const index = units.findIndex((unit) => unit.start === start);
  return units
    .slice(Math.max(0, index - NEARBY), index + NEARBY + 1)
    .some(({ analysis }) => holdsAnswer(question, analysis));
}

function shareOf({ terms, figures }: Analysis, units: readonly Unit[]): number {
  const size = terms.length + figures.length;
  if (size === 0) return 1;
  const texts = units.flatMap(({ analysis, context }) => [analysis, context]);
  const stands = (values: readonly number[]) =>
    texts.some((text) => text.figures.some((figure) => figure.values.some((value) => values.includes(value))));
  const found =
    terms.filter((term) => isSpokenOf(term, units)).length + figures.filter(({ values }) => stands(values)).length;
  return found / size;
}

function isSpokenOf(term: Term, units: readonly Unit[]): boolean {
  return units.some((unit) => speaksOf(unit, term) !== undefined);
}
