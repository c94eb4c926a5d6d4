import { type Analysis, analyse, MONTHS, namesOf, periodOf, type Term } from './analysis.ts';
import { areFiguresInPlace, isRowMeant } from './assignment.ts';
import { claimedFigures, coverageBy, coveredBy, hasTerm, isInContext, weightOf } from './coverage.ts';
import { isDirectionShown } from './directions.ts';
import { figureStands } from './figure-match.ts';
import { contradicts } from './polarity.ts';
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

interface Claim {
  readonly text: string;
  readonly analysis: Analysis;
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
 */
export function supportOf(sentence: string, sources: readonly Source[], question = ''): Support {
  const whole = supportOfClaim(sentence, sources, question);
  if (whole.supported) return whole;
  // "A is 5, and B is 7": two pages may say the two.
  const clauses = sentence.split(CLAUSES);
  if (clauses.length === 1) return whole;
  const parts = clauses.map((clause) => supportOfClaim(clause, sources, question));
  return parts.every(({ supported }) => supported)
    ? {
        supported: true,
        score: Math.min(...parts.map(({ score }) => score)),
        quotes: parts.flatMap(({ quotes }) => quotes),
      }
    : whole;
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
  return { text, analysis: isTerse ? { ...own, terms: [...own.terms, ...analyse(question).terms] } : own };
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
  const asked = analyse(question);
  const { terms, figures } = analyse(sentence, namesOf(question));
  const isAsked = ({ values }: (typeof figures)[number]) =>
    asked.figures.some((other) => values.some((value) => other.values.includes(value)));
  return terms.some((term) => !hasTerm(asked, term)) || figures.some((figure) => !isAsked(figure));
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
function holds(claim: Claim, units: readonly Unit[]): boolean {
  const { analysis } = claim;
  return (
    claimedFigures(analysis).every((figure) => units.some((unit) => figureStands(figure, unit, analysis))) &&
    analysis.terms.every((term) => !term.isName || units.some((unit) => isNamed(term, unit))) &&
    units.every((unit) => isRowMeant(analysis, unit)) &&
    areFiguresInPlace(claim, units) &&
    areFiguresNamed(claim, units) &&
    isDirectionShown(claim, units) &&
    !units.some((unit) => contradicts(claim, unit))
  );
}

/** Where names are named, months aside, what bears a figure out speaks of one of them: orders of all countries are not Canada's. */
function areFiguresNamed({ analysis }: Claim, units: readonly Unit[]): boolean {
  const names = analysis.terms.filter(({ isName, folded }) => isName && !MONTHS.has(folded));
  const bearing = units.filter((unit) =>
    claimedFigures(analysis).some((figure) => figureStands(figure, unit, analysis)),
  );
  return names.length === 0 || bearing.every((unit) => names.some((name) => isNamed(name, unit)));
}

function isNamed(term: Term, unit: Unit): boolean {
  return hasTerm(unit.analysis, term) || isInContext(term, unit) || isYearNamed(term, unit);
}

/** "FY2023" where the source writes the year alone. */
function isYearNamed(term: Term, { analysis, context }: Unit): boolean {
  const year = periodOf(term)?.year;
  return (
    year !== undefined && [analysis, context].some(({ figures }) => figures.some(({ values }) => values.includes(year)))
  );
}
