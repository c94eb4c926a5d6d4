import type { Term } from './analysis.ts';
import { areFiguresInPlace, isRowMeant } from './assignment.ts';
import type { Claim } from './claim.ts';
import { claimedFigures, hasTerm, isInContext } from './coverage.ts';
import { isDirectionShown } from './directions.ts';
import { figureStands } from './figure-match.ts';
import type { Figure } from './figures.ts';
import { areQuartersShown } from './period-coverage.ts';
import { MONTHS, shorthandOf } from './periods.ts';
import { contradicts } from './polarity.ts';
import { isWithin } from './ranges.ts';
import type { Unit } from './units.ts';

/**
 * What no share of words makes up for: numbers, names, and which way things go.
 * @param options whether it is known that the question means the rows, whatever they are called.
 */
export function holds(claim: Claim, units: readonly Unit[], { isMeant = false } = {}): boolean {
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
  const isOfQuarter = MONTHS.has(term.folded) || shorthandOf(term.folded) !== undefined;
  return isOfQuarter && areQuartersShown(claim.text, unit);
}

/** "FY2023" where the source writes the year alone. */
function isYearNamed(term: Term, { analysis, context }: Unit): boolean {
  const year = shorthandOf(term.folded)?.year;
  return (
    year !== undefined && [analysis, context].some(({ figures }) => figures.some(({ values }) => values.includes(year)))
  );
}
