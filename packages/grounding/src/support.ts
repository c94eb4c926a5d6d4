import { type Analysis, analyse, MONTHS, namesOf, periodOf, type Term } from './analysis.ts';
import { areFiguresInPlace, type Claim, isRowMeant } from './assignment.ts';
import { claimedFigures, coverageBy, coveredBy, hasTerm, isInContext, weightOf } from './coverage.ts';
import { isDirectionShown } from './directions.ts';
import { figureStands } from './figure-match.ts';
import type { Figure } from './figures.ts';
import { languageOf } from './language.ts';
import { areQuartersShown } from './period-coverage.ts';
import { contradicts } from './polarity.ts';
import { isWithin } from './ranges.ts';
import type { Quote, Source } from './source.ts';
import { type Unit, unitsOf } from './units.ts';

export interface Support {
  readonly supported: boolean;
  /** Share of what the sentence says that the quotes bear out, 0 to 1. */
  readonly score: number;
  /** The sentences or rows that bear it out, best first; those that come nearest where none does. */
  readonly quotes: readonly Quote[];
}

/** Of what a sentence says, by weight, its quotes must bear out so much. */
const MIN_COVERAGE = 0.55;
/** And of what it says beyond its question, where what the question means bears it out. */
const MIN_TOLD = 0.8;
const CANDIDATES = 8;
const MAX_QUOTES = 3;
/** A further quote must add so much: a word of weight, not one of those that stand anywhere. */
const MIN_GAIN = 0.9;
/** A sentence with fewer words of its own says them of what was asked: "23 days." */
const FEW_TERMS = 2;
const NOTHING: Support = { supported: false, score: 0, quotes: [] };
const ASSENT = /^\s*(?:yes|no|sí|si|correct|indeed)\s*[,.:;–—-]\s*/iu;

const CLAUSES = /(?:,|;)\s+(?:and|y|while|mientras que)\s+|;\s+/iu;
const ASKS_FOR_WORDS =
  /\b(?:what|which|who|whom|whose|when|where|why|how)\b|(?<!\p{L})(?:qué|cuál(?:es)?|quién(?:es)?|cuándo|cuánt[oa]s?|dónde|cómo)(?!\p{L})/iu;

export interface SupportOptions {
  /** Sentences and rows that come nearest to the question, best first. */
  readonly meant?: readonly Quote[] | undefined;
}

interface Candidate {
  readonly source: number;
  readonly unit: Unit;
}

/**
 * Whether a source says what a sentence says. Its words are aligned with the best sentence or table row of the
 * sources, or as few of one source as it takes, three at most: most of its content words must stand there, every number (in any
 * notation, and in the row and under the year that the sentence names) and every name (there, or in the source's
 * context), and neither may deny the other.
 *
 * @param question what the sentence answers: its names are names in the sentence too, wherever they stand, and a
 *   sentence of hardly more than a number is read as said of it.
 * @param options what the question means, if that is known: a sentence may take up the question in other words where
 *   the rest of it stands there.
 */
export function supportOf(
  sentence: string,
  sources: readonly Source[],
  question = '',
  { meant = [] }: SupportOptions = {},
): Support {
  const whole = supportOfClaim(sentence, sources, question);
  if (whole.supported) return whole;
  // "A is 5, and B is 7": two pages may say the two.
  const clauses = sentence.split(CLAUSES);
  const parts = clauses.length === 1 ? [] : clauses.map((clause) => supportOfClaim(clause, sources, question));
  if (parts.length > 0 && parts.every(({ supported }) => supported)) {
    return {
      supported: true,
      score: Math.min(...parts.map(({ score }) => score)),
      quotes: parts.flatMap(({ quotes }) => quotes),
    };
  }
  return answerIn(sentence, sources, question, meant) ?? whole;
}

/**
 * What a sentence says beyond its question, in what the question means: that may take it up in any words. Of a source in
 * another language its names and figures, since words of two languages do not compare.
 */
function answerIn(
  sentence: string,
  sources: readonly Source[],
  question: string,
  meant: readonly Quote[],
): Support | undefined {
  const claim = claimOf(sentence, question);
  if (!claim) return undefined;
  const beyond = beyondQuestion(claim);
  const named = { ...beyond, terms: beyond.terms.filter(({ isName }) => isName) };
  for (const { source, start, end } of meant) {
    const unit = unitsOf(sources[source]!).find((candidate) => candidate.start === start);
    const told = languageOf(sources[source]!.text) === languageOf(sentence) ? beyond : named;
    const score = unit ? coverageBy(told, [unit]) : 0;
    if (unit && score >= MIN_TOLD && holds(claim, [unit], { isMeant: true })) {
      return { supported: true, score, quotes: [{ source, start, end }] };
    }
  }
  return undefined;
}

/** The words and figures of a claim that its question has not. */
function beyondQuestion({ analysis, asked }: Claim): Analysis {
  const isAsked = ({ values }: Figure) =>
    asked.figures.some((other) => values.some((value) => other.values.includes(value)));
  return {
    terms: analysis.terms.filter((term) => !hasTerm(asked, term)),
    figures: analysis.figures.filter((figure) => !isAsked(figure)),
  };
}

function supportOfClaim(sentence: string, sources: readonly Source[], question: string): Support {
  const claim = claimOf(sentence, question);
  if (!claim) return NOTHING;
  const ranked = sources
    .flatMap((source, i) => unitsOf(source).map((unit): Candidate => ({ source: i, unit })))
    .map((candidate) => ({ candidate, coverage: coverageBy(claim.analysis, [candidate.unit]) }))
    .filter(({ coverage }) => coverage > 0)
    .sort((a, b) => b.coverage - a.coverage)
    .slice(0, CANDIDATES)
    .map(({ candidate }) => candidate);
  let best = NOTHING;
  for (const first of ranked) {
    for (const chosen of growing(claim, first, ranked)) {
      const units = chosen.map(({ unit }) => unit);
      const score = coverageBy(claim.analysis, units);
      const supported = score >= MIN_COVERAGE && holds(claim, units);
      if (supported === best.supported ? score > best.score : supported)
        best = { supported, score, quotes: (supported ? telling(claim, chosen, question) : chosen).map(quoteOf) };
      // Fewer quotes say it more plainly.
      if (supported) break;
    }
  }
  return best;
}

function claimOf(sentence: string, question: string): Claim | undefined {
  const text = sentence.replace(ASSENT, '');
  const own = analyse(text, namesOf(question));
  if (weightOf(own) === 0) return undefined;
  const isTerse = own.terms.filter(({ isLight }) => !isLight).length < FEW_TERMS;
  const asked = analyse(question);
  return { text, analysis: isTerse ? { ...own, terms: [...own.terms, ...asked.terms] } : own, asked };
}

/**
 * One candidate; with the one that adds most to it; and with a third. All of one source: what one page says of one thing
 * and another page of another adds up to sentences that neither says.
 */
function* growing(claim: Claim, first: Candidate, ranked: readonly Candidate[]): Generator<Candidate[]> {
  let chosen = [first];
  yield chosen;
  while (chosen.length < MAX_QUOTES) {
    const units = chosen.map(({ unit }) => unit);
    const covered = coveredBy(claim.analysis, units);
    let gain = MIN_GAIN;
    let next: Candidate | undefined;
    for (const candidate of ranked) {
      if (candidate.source !== first.source) continue;
      const gained = coveredBy(claim.analysis, [...units, candidate.unit]) - covered;
      if (gained > gain) [gain, next] = [gained, candidate];
    }
    if (!next) return;
    chosen = [...chosen, next];
    yield chosen;
  }
}

/**
 * Whether a sentence says something that the question does not: "The name of the director is the director." tells
 * nothing. To a question that asks whether, an assertion tells just that.
 */
export function isTelling(sentence: string, question: string): boolean {
  if (!ASKS_FOR_WORDS.test(question)) return true;
  const analysis = analyse(sentence, namesOf(question));
  const { terms, figures } = beyondQuestion({ text: sentence, analysis, asked: analyse(question) });
  return terms.length + figures.length > 0;
}

/** Of the candidates that bear a claim out together, those that tell more than the question already says. */
function telling(claim: Claim, chosen: readonly Candidate[], question: string): readonly Candidate[] {
  const asked = analyse(question);
  const told = { ...claim.analysis, terms: claim.analysis.terms.filter((term) => !hasTerm(asked, term)) };
  const tells = (candidates: readonly Candidate[]) =>
    coveredBy(
      told,
      candidates.map(({ unit }) => unit),
    );
  let kept = chosen;
  for (const candidate of chosen.toReversed()) {
    const others = kept.filter((other) => other !== candidate);
    if (others.length > 0 && tells(others) >= tells(kept)) kept = others;
  }
  return kept;
}

function quoteOf({ source, unit: { start, end } }: Candidate): Quote {
  return { source, start, end };
}

/** What no share of words makes up for: numbers, names, and which way things go. */
function holds(claim: Claim, units: readonly Unit[], { isMeant = false } = {}): boolean {
  const { analysis } = claim;
  return (
    claimedFigures(analysis).every((figure) =>
      units.some((unit) => figureStands(figure, unit, analysis) || isOfRange(figure, unit, claim)),
    ) &&
    analysis.terms.every((term) => !term.isName || units.some((unit) => isNamed(term, unit, claim))) &&
    (isMeant || units.every((unit) => isRowMeant(claim, unit))) &&
    areFiguresInPlace(claim, units) &&
    areFiguresNamed(claim, units) &&
    isDirectionShown(claim, units) &&
    !units.some((unit) => contradicts(claim, unit))
  );
}

/** The nine years of a question in the row "8 to 14". */
function isOfRange(figure: Figure, { row }: Unit, { asked }: Claim): boolean {
  const isAsked = asked.figures.some(({ values }) => values.some((value) => figure.values.includes(value)));
  return isAsked && row?.range !== undefined && isWithin(row.range, figure);
}

/** Where names are named, months aside, what bears a figure out speaks of one of them: orders of all countries are not Canada's. */
function areFiguresNamed(claim: Claim, units: readonly Unit[]): boolean {
  const { analysis } = claim;
  const names = analysis.terms.filter(({ isName, folded }) => isName && !MONTHS.has(folded));
  const bearing = units.filter((unit) =>
    claimedFigures(analysis).some((figure) => figureStands(figure, unit, analysis)),
  );
  return names.length === 0 || bearing.every((unit) => names.some((name) => isNamed(name, unit, claim)));
}

function isNamed(term: Term, unit: Unit, claim: Claim): boolean {
  const stands = hasTerm(unit.analysis, term) || isInContext(term, unit);
  return stands || isYearNamed(term, unit) || isQuarterNamed(term, unit, claim);
}

/** "January to March" or "Q1" where the source says "three months ended March 31" or "first quarter". */
function isQuarterNamed(term: Term, unit: Unit, claim: Claim): boolean {
  const isOfQuarter = MONTHS.has(term.folded) || periodOf(term) !== undefined;
  return isOfQuarter && areQuartersShown(claim.text, unit);
}

/** "FY2023" where the source writes the year alone. */
function isYearNamed(term: Term, { analysis, context }: Unit): boolean {
  const year = periodOf(term)?.year;
  return (
    year !== undefined && [analysis, context].some(({ figures }) => figures.some(({ values }) => values.includes(year)))
  );
}
