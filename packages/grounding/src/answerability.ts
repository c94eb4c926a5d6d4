import { analyse, type Term } from './analysis.ts';
import { ANSWERABILITY_MODEL } from './answerability-model.ts';
import { hasTerm, speaksOf } from './coverage.ts';
import { mayBeYear } from './figure-match.ts';
import { languageOf } from './language.ts';
import { MONTHS, shorthandOf } from './periods.ts';
import { holdsAnswer, type Question, readQuestion } from './question.ts';
import { type RankOptions, rankUnits } from './rank.ts';
import type { Quote, Source } from './source.ts';
import { type Unit, unitsOf } from './units.ts';

/** What is known before and beside the words of the sources. */
export interface RetrievalEvidence extends RankOptions {
  /** Cosine of question and best passage by the default embedder; absent where nothing was embedded. */
  readonly cosine?: number | undefined;
  /** BM25 score of the best passage, and how many passages were searched. */
  readonly bm25?: { readonly score: number; readonly passages: number } | undefined;
  /** Names of the question that stand in none of the documents at all, be they read or not. */
  readonly unknownNames?: readonly string[] | undefined;
  /** How likely it is, 0 to 1, that who read the best sentences says that they state no answer; absent before. */
  readonly declined?: number | undefined;
}

export interface Answerability {
  /** False for most questions without an answer, and hardly any with one: then nothing more need be tried. */
  readonly answerable: boolean;
  /** So likely that the best sentences may be given as the answer where nobody reads them. */
  readonly isLikely: boolean;
  /** So likely that they may be given although who read them wrote nothing that they bear out. */
  readonly isSure: boolean;
  /** Of there being an answer in the sources, as the model was fitted: on as many questions with one as without. */
  readonly probability: number;
}

/** Stand in for what is not known: about the means of those that the model was fitted on. */
const UNKNOWN_COSINE = 0.5;
const UNKNOWN_BM25 = 0.5;
const UNKNOWN_SIMILARITY = 0.5;
/** Sources beyond these are too far from the question to be what it asks for. */
const READ = 5;
/** Units before and after the best one in which the expected kind of answer may stand. */
const NEARBY = 1;
/** Words of a question in its answer: fewer may be called otherwise. */
const FEW_TAKEN_UP = 2;
const CURRENCIES: ReadonlySet<string> = new Set(['usd', 'eur', 'gbp', 'jpy', 'chf', 'cad']);
/** Of the probability that a reader declines, as a natural logarithm: below it there is no doubt to speak of. */
const MIN_LOG_DECLINED = -12;

/**
 * Whether the best sources most likely hold an answer: a logistic model on the features below, one before and one after
 * somebody has read them.
 */
export function answerability(
  question: string,
  sources: readonly Source[],
  evidence: RetrievalEvidence = {},
): Answerability {
  const model = ANSWERABILITY_MODEL[evidence.declined === undefined ? 'retrieved' : 'read'];
  const features = answerabilityFeatures(question, sources, evidence);
  const logit = features.reduce((sum, feature, i) => sum + model.weights[i]! * feature, model.intercept);
  const reaches = (threshold: number) => sources.length > 0 && logit >= threshold;
  return {
    answerable: reaches(model.threshold),
    isLikely: reaches(model.likely),
    isSure: reaches(model.sure),
    probability: 1 / (1 + Math.exp(-logit)),
  };
}

/**
 * In this order: the cosine; the BM25 score per content word of the question and natural logarithm of the number of
 * passages; the share of the question's content words in the best source and its context; the same of its names and
 * numbers (1 where it has none); whether each of its names is in some source; the score of the best sentence or row;
 * whether what is asked for (a date, an amount, a name) stands there or beside it (0.5 where nothing in particular is);
 * the highest similarity; whether some document has each of its names; and, once somebody has read the best sentences,
 * the negative logarithm of how likely they decline.
 */
export function answerabilityFeatures(
  text: string,
  sources: readonly Source[],
  { cosine, bm25, similarities, priors, unknownNames = [], declined }: RetrievalEvidence,
): number[] {
  const question = readQuestion(text);
  const read = sources.slice(0, READ).map(unitsOf);
  const { names, periodYears } = namedBy(question);
  const words = question.analysis.terms.filter((term) => !term.isLight && !shorthandOf(term.folded));
  const numbers = [...question.analysis.figures.map(({ values }) => values), ...periodYears.map((year) => [year])];
  const best = rankUnits(text, sources, { similarities, priors })[0];
  const features = [
    cosine ?? UNKNOWN_COSINE,
    bm25 ? bm25.score / (Math.max(1, words.length) * Math.log(2 + bm25.passages)) : UNKNOWN_BM25,
    Math.max(0, ...read.map((units) => shareOf(words, [], units))),
    Math.max(0, ...read.map((units) => shareOf(names, numbers, units))),
    missingNames(text, sources.slice(0, READ)).length === 0 ? 1 : 0,
    Math.max(0, best?.score ?? 0),
    question.expects === 'any' ? 0.5 : best && isNear(question, best, unitsOf(sources[best.source]!)) ? 1 : 0,
    similarities ? Math.max(0, ...similarities) : UNKNOWN_SIMILARITY,
    unknownNames.length === 0 ? 1 : 0,
  ];
  return declined === undefined ? features : [...features, -Math.max(MIN_LOG_DECLINED, Math.log(declined))];
}

/** What must stand somewhere in the documents, as it is written, for them to answer a question: its names and years. */
export function namesAndYears(question: string): string[] {
  const asked = readQuestion(question);
  const { names, periodYears } = namedBy(asked);
  // Currencies have signs.
  const proper = names.filter(({ folded }) => !CURRENCIES.has(folded));
  const years = [...asked.analysis.figures.flatMap(({ values }) => values).filter(mayBeYear), ...periodYears];
  return [...new Set([...proper.map(({ folded }) => folded), ...years.map(String)])];
}

/** Names of a question that none of the sources speaks of, nor their context; as the question writes them, folded. */
function missingNames(question: string, sources: readonly Source[]): string[] {
  const { names } = namedBy(readQuestion(question));
  return names.filter((term) => !isSpokenOfIn(sources, term)).map(({ folded }) => folded);
}

/** Whether sources speak of half of a question's names at least: where it asks of two, a sentence may be about one. */
export function areNamesSpokenOf(question: string, sources: readonly Source[]): boolean {
  const { names } = namedBy(readQuestion(question));
  return names.filter((term) => !isSpokenOfIn(sources, term)).length <= names.length / 2;
}

/**
 * Whether sources speak of any of the things that a sentence takes up from its question, names aside: "48 welders painted
 * the ceiling of the chapel" is not said by a page that has the welders alone. A question may call things by other words,
 * but hardly all of them; and words of two languages do not compare.
 */
export function isTakenUpSpokenOf(sentence: string, question: string, sources: readonly Source[]): boolean {
  const { terms: asked } = readQuestion(question).analysis;
  const own = analyse(sentence);
  const takenUp = asked.filter((term) => !term.isName && !term.isLight && hasTerm(own, term));
  if (sources.some(({ text }) => languageOf(text) !== languageOf(sentence))) return true;
  return takenUp.length < FEW_TAKEN_UP || takenUp.some((term) => isSpokenOfIn(sources, term));
}

function isSpokenOfIn(sources: readonly Source[], term: Term): boolean {
  return sources.some((source) => isSpokenOf(term, unitsOf(source)));
}

/** Names, but for those of periods: "FY2023" is a year, and a month has other names in other languages. */
function namedBy({ analysis }: Question): { names: readonly Term[]; periodYears: readonly number[] } {
  const names = analysis.terms.filter(({ isName }) => isName);
  return {
    names: names.filter((term) => !shorthandOf(term.folded) && !MONTHS.has(term.folded)),
    periodYears: names.flatMap((term) => shorthandOf(term.folded)?.year ?? []),
  };
}

function isNear(question: Question, { start }: Quote, units: readonly Unit[]): boolean {
  const index = units.findIndex((unit) => unit.start === start);
  return units
    .slice(Math.max(0, index - NEARBY), index + NEARBY + 1)
    .some(({ analysis }) => holdsAnswer(question, analysis));
}

function shareOf(terms: readonly Term[], numbers: readonly (readonly number[])[], units: readonly Unit[]): number {
  const size = terms.length + numbers.length;
  if (size === 0) return 1;
  const figures = units.flatMap(({ analysis, context }) => [...analysis.figures, ...context.figures]);
  const stands = (values: readonly number[]) =>
    figures.some((figure) => figure.values.some((value) => values.includes(value)));
  return (terms.filter((term) => isSpokenOf(term, units)).length + numbers.filter(stands).length) / size;
}

function isSpokenOf(term: Term, units: readonly Unit[]): boolean {
  return units.some((unit) => speaksOf(unit, term) !== undefined);
}
