import type { Analysis, Term } from './analysis.ts';
import type { Claim } from './claim.ts';
import { claimedFigures, hasTerm } from './coverage.ts';
import { figureStands, isYear } from './figure-match.ts';
import { spellsOut } from './initials.ts';
import { isQuarterOf } from './period-coverage.ts';
import { isWithin } from './ranges.ts';
import type { Unit } from './units.ts';

/** A row counts as meant when so much of its label is said. */
const MIN_LABEL_SHARE = 0.6;
const HAS_DIGIT = /\d/;

/**
 * Most of what a row is called must be in a sentence that it is to bear out, or in the question that it answers, or hold
 * for all rows alike; of a range of numbers, a number of either ("8 to 14" of nine years).
 */
export function isRowMeant({ text: sentence, analysis: claim, asked }: Claim, { row, text, context }: Unit): boolean {
  if (!row) return true;
  const said = [...claim.figures, ...asked.figures];
  const { range } = row;
  if (range && said.some((figure) => !isYear(figure) && isWithin(range, figure))) return true;
  const names = [...claim.terms, ...asked.terms].filter(({ isName }) => isName);
  const label = text.split('|', 1)[0]!;
  // A code is a row's own name, whatever stands beside it; and "R&D" is called research and development.
  const isCalled = ({ folded, isAcronym }: Term) =>
    (HAS_DIGIT.test(folded) && hasName(row.label, folded)) || (isAcronym && spellsOut(label, folded));
  if (names.some(isCalled) || isQuarterOf(sentence, label)) return true;
  const shares = row.names.flatMap(({ terms, figures }) => {
    const words = terms.filter(({ isLight }) => !isLight);
    const size = words.length + figures.length;
    const meant = words.filter((word) => [claim, context, asked].some((place) => hasTerm(place, word))).length;
    const known = figures.filter(({ values }) => said.some((figure) => shareValue(figure.values, values))).length;
    return size === 0 ? [] : [(meant + known) / size];
  });
  return shares.length === 0 || Math.max(...shares) >= MIN_LABEL_SHARE;
}

function hasName({ terms }: Analysis, name: string): boolean {
  return terms.some(({ folded }) => folded === name);
}

function shareValue(some: readonly number[], others: readonly number[]): boolean {
  return some.some((value) => others.includes(value));
}

/**
 * Whether each number of a sentence about several rows is said of the row that it stands in: of the row named last
 * before it, or else next after it; with "respectively", in the order of the names.
 */
export function areFiguresInPlace(
  claim: { readonly text: string; readonly analysis: Analysis },
  units: readonly Unit[],
): boolean {
  const rows = units.filter(({ row }) => row !== undefined);
  if (rows.length < 2) return true;
  const mentions = rows
    .flatMap((unit) => mentionsOf(unit, rows, claim.analysis).map(({ start }) => ({ unit, start })))
    .sort((a, b) => a.start - b.start);
  const figures = claimedFigures(claim.analysis).filter((figure) => homes(figure).length === 1);
  if (mentions.length === 0) return false;
  if (/\brespecti/iu.test(claim.text)) {
    const order = [...new Set(mentions.map(({ unit }) => unit))];
    return figures.every((figure, i) => homes(figure)[0] === order[i % order.length]);
  }
  return figures.every((figure) => {
    const named = mentions.findLast(({ start }) => start < figure.start) ?? mentions[0]!;
    return homes(figure)[0] === named.unit;
  });

  function homes(figure: (typeof claim.analysis.figures)[number]): Unit[] {
    return rows.filter((unit) => figureStands(figure, unit, claim.analysis));
  }
}

/** The sentence's words that are in this row's label and in no other's. */
function mentionsOf(unit: Unit, rows: readonly Unit[], claim: Analysis): Term[] {
  const others = rows.filter((other) => other !== unit).flatMap(({ row }) => labelOf(row?.label));
  const own = labelOf(unit.row?.label).filter((term) => !hasTerm({ terms: others, figures: [] }, term));
  return claim.terms.filter((term) => hasTerm({ terms: own, figures: [] }, term));
}

function labelOf(label: Analysis | undefined): readonly Term[] {
  return label?.terms.filter(({ isLight }) => !isLight) ?? [];
}
