import { type Analysis, analyse, namesOf, type Term } from './analysis.ts';
import { figureStands } from './figure-match.ts';
import { ARTICLE_LIKE, type Figure } from './figures.ts';
import { contradicts } from './polarity.ts';
import type { Quote, Source } from './source.ts';
import { isSameFamily } from './stems.ts';
import { type Unit, unitsOf } from './units.ts';

export interface Support {
  readonly supported: boolean;
  /** Share of what the sentence says that the quotes bear out, 0 to 1. */
  readonly score: number;
  /** The sentences or rows that bear it out, best first; those that come nearest where none does. */
  readonly quotes: readonly Quote[];
}

/** Of what a sentence says, by weight, its quotes must bear out so much. */
const MIN_COVERAGE = 0.6;
const LIGHT_WEIGHT = 0.3;
const NAME_WEIGHT = 1.5;
const FIGURE_WEIGHT = 2;
/** What only the context of a quote says (heading, document, column) counts, but not in full. */
const CONTEXT_SHARE = 0.8;
const CANDIDATES = 8;
/** A second quote is worth its place only when it bears out this much more. */
const MIN_GAIN = 0.12;
const NOTHING: Support = { supported: false, score: 0, quotes: [] };
const ASSENT = /^\s*(?:yes|no|sí|si|correct|indeed)\s*[,.:;–—-]\s*/iu;

interface Candidate {
  readonly source: number;
  readonly unit: Unit;
}

/**
 * Whether the sources say what a sentence says. Its words are aligned with the best sentence or table row of a source,
 * or the best two: most of its content words must stand there, every number (in any notation, and in the row that the
 * sentence names) and every name (there, or in the source's context), and neither may deny the other.
 *
 * @param question what the sentence answers: its names are names in the sentence too, wherever they stand.
 */
export function supportOf(sentence: string, sources: readonly Source[], question = ''): Support {
  const text = sentence.replace(ASSENT, '');
  const claim = { text, analysis: analyse(text, namesOf(question)) };
  if (weightOf(claim.analysis) === 0) return NOTHING;
  const ranked = sources
    .flatMap((source, i) => unitsOf(source).map((unit): Candidate => ({ source: i, unit })))
    .map((candidate) => ({ candidate, coverage: coverageBy(claim.analysis, [candidate.unit]) }))
    .filter(({ coverage }) => coverage > 0)
    .sort((a, b) => b.coverage - a.coverage)
    .slice(0, CANDIDATES)
    .map(({ candidate }) => candidate);
  let best = NOTHING;
  for (const candidates of choices(ranked)) {
    const score = coverageBy(
      claim.analysis,
      candidates.map(({ unit }) => unit),
    );
    const supported =
      score >= MIN_COVERAGE &&
      holds(
        claim,
        candidates.map(({ unit }) => unit),
      );
    const needed = candidates.length > 1 && supported === best.supported ? MIN_GAIN : 0;
    if ((supported && !best.supported) || (supported === best.supported && score > best.score + needed)) {
      best = { supported, score, quotes: candidates.map(quoteOf) };
    }
  }
  return best;
}

/** Each alone, then pairs. */
function choices(ranked: readonly Candidate[]): Candidate[][] {
  const pairs = ranked.flatMap((a, i) => ranked.slice(i + 1).map((b) => [a, b]));
  return [...ranked.map((candidate) => [candidate]), ...pairs];
}

function quoteOf({ source, unit: { start, end } }: Candidate): Quote {
  return { source, start, end };
}

/** Share of the sentence's weight that stands in the units or, counting less, in what is known of them. */
export function coverageBy(claim: Analysis, units: readonly Unit[]): number {
  const total = weightOf(claim);
  let covered = 0;
  for (const term of claim.terms) {
    if (units.some(({ analysis }) => hasTerm(analysis, term))) covered += weightOfTerm(term);
    else if (units.some(({ context }) => hasTerm(context, term))) covered += CONTEXT_SHARE * weightOfTerm(term);
  }
  for (const figure of claimedFigures(claim)) {
    if (units.some((unit) => figureStands(figure, unit, claim))) covered += FIGURE_WEIGHT;
  }
  return total === 0 ? 0 : covered / total;
}

/** What no share of words makes up for: numbers, names, and which way things go. */
function holds(claim: { text: string; analysis: Analysis }, units: readonly Unit[]): boolean {
  const { analysis } = claim;
  return (
    claimedFigures(analysis).every((figure) => units.some((unit) => figureStands(figure, unit, analysis))) &&
    analysis.terms.every(
      (term) =>
        !term.isName ||
        units.some((unit) => hasTerm(unit.analysis, term) || hasTerm(unit.context, term) || isYear(term, unit)),
    ) &&
    units.every((unit) => unit.row === undefined || isRowMeant(analysis, unit.row.label, unit.context)) &&
    !units.some((unit) => contradicts(claim, unit))
  );
}

/** A row bears out only what is said of it: most words of its label must be in the sentence. */
function isRowMeant(claim: Analysis, label: Analysis, context: Analysis): boolean {
  const words = label.terms.filter(({ isLight }) => !isLight);
  if (words.length === 0) return true;
  const meant = words.filter((word) => hasTerm(claim, word) || hasTerm(context, word));
  return meant.length / words.length >= 0.6;
}

/** "FY2023" where the source writes the year alone. */
function isYear({ folded }: Term, { analysis, context }: Unit): boolean {
  const year = /^(?:fy|ej|cy)[-.]?((?:19|20)?\d\d)$/.exec(folded)?.[1];
  if (year === undefined) return false;
  const value = Number(year.length === 2 ? `20${year}` : year);
  return [analysis, context].some(({ figures }) => figures.some(({ values }) => values.includes(value)));
}

export function hasTerm({ terms, figures }: Analysis, { stem, isName, folded }: Term): boolean {
  if (terms.some((term) => (isName ? term.stem === stem || term.folded === folded : isSameFamily(term.stem, stem))))
    return true;
  return figures.length > 0 && /^\d+$/.test(folded) && figures.some(({ values }) => values.includes(Number(folded)));
}

function claimedFigures({ figures }: Analysis): Figure[] {
  return figures.filter((figure) => !figure.isSpelled || !isArticleLike(figure));
}

function isArticleLike({ isSpelled, values, unit }: Figure): boolean {
  return isSpelled && (values[0] === 1 || (values[0] === 11 && unit === undefined)) && ARTICLE_LIKE.size > 0;
}

function weightOf(claim: Analysis): number {
  return claim.terms.reduce((sum, term) => sum + weightOfTerm(term), 0) + FIGURE_WEIGHT * claimedFigures(claim).length;
}

function weightOfTerm({ isName, isLight }: Term): number {
  return isLight ? LIGHT_WEIGHT : isName ? NAME_WEIGHT : 1;
}
