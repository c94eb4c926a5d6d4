import type { Analysis } from './analysis.ts';
import { ANSWERABILITY_MODEL } from './answerability-model.ts';
import { coverageBy, hasTerm, isInContext } from './coverage.ts';
import { holdsAnswer, type Question, readQuestion } from './question.ts';
import type { Source } from './source.ts';
import { type Unit, unitsOf } from './units.ts';

export interface RetrievalEvidence {
  /** Cosine of question and best passage by the default embedder; absent where nothing was embedded. */
  readonly cosine?: number | undefined;
}

export interface Answerability {
  readonly answerable: boolean;
  /** Of there being an answer in the sources, as the model was fitted: on as many questions with one as without. */
  readonly probability: number;
}

/** Stands in for a cosine that is not known: about the mean of those that the model was fitted on. */
const UNKNOWN_COSINE = 0.55;
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
  const { intercept, weights, threshold } = ANSWERABILITY_MODEL;
  const features = answerabilityFeatures(question, sources, evidence);
  const logit = features.reduce((sum, feature, i) => sum + weights[i]! * feature, intercept);
  return { answerable: sources.length > 0 && logit >= threshold, probability: 1 / (1 + Math.exp(-logit)) };
}

/**
 * In this order, all 0 to 1: the cosine; the share of the question's content words in the best source and its context;
 * the same of its names and numbers (1 where it has none); the same of all in the best sentence or row and its context;
 * and whether what is asked for (a date, an amount, a name) stands there or beside it (0.5 where nothing in particular is).
 */
export function answerabilityFeatures(
  text: string,
  sources: readonly Source[],
  { cosine }: RetrievalEvidence,
): number[] {
  const question = readQuestion(text);
  const read = sources.slice(0, READ).map(unitsOf);
  const words = { terms: question.analysis.terms.filter(({ isLight }) => !isLight), figures: [] };
  const hard = { terms: question.analysis.terms.filter(({ isName }) => isName), figures: question.analysis.figures };
  const best = bestUnit(question.analysis, read);
  return [
    cosine ?? UNKNOWN_COSINE,
    Math.max(0, ...read.map((units) => shareOf(words, units))),
    Math.max(0, ...read.map((units) => shareOf(hard, units))),
    best ? coverageBy(question.analysis, [best.unit]) : 0,
    question.expects === 'any' ? 0.5 : best && isNear(question, best) ? 1 : 0,
  ];
}

interface Place {
  readonly unit: Unit;
  readonly units: readonly Unit[];
  readonly index: number;
}

function bestUnit(question: Analysis, sources: readonly (readonly Unit[])[]): Place | undefined {
  const places = sources.flatMap((units) => units.map((unit, index): Place => ({ unit, units, index })));
  return places
    .map((place) => ({ place, coverage: coverageBy(question, [place.unit]) }))
    .reduce<{ place: Place; coverage: number } | undefined>(
      (best, candidate) => (best && best.coverage >= candidate.coverage ? best : candidate),
      undefined,
    )?.place;
}

function isNear(question: Question, { units, index }: Place): boolean {
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
    terms.filter((term) => units.some((unit) => hasTerm(unit.analysis, term) || isInContext(term, unit))).length +
    figures.filter(({ values }) => stands(values)).length;
  return found / size;
}
