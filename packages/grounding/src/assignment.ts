import type { Analysis, Term } from './analysis.ts';
import { claimedFigures, hasTerm } from './coverage.ts';
import { figureStands } from './figure-match.ts';
import type { Unit } from './units.ts';

/** A row counts as meant when so much of its label is said. */
const MIN_LABEL_SHARE = 0.6;

/** Most of what a row is called must be in a sentence that it is to bear out, or hold for all rows alike. */
export function isRowMeant(claim: Analysis, { row, context }: Unit): boolean {
  if (!row) return true;
  const shares = row.names.flatMap(({ terms, figures }) => {
    const words = terms.filter(({ isLight }) => !isLight);
    const size = words.length + figures.length;
    const meant = words.filter((word) => hasTerm(claim, word) || hasTerm(context, word)).length;
    const said = figures.filter(({ values }) =>
      claim.figures.some((figure) => shareValue(figure.values, values)),
    ).length;
    return size === 0 ? [] : [(meant + said) / size];
  });
  return shares.length === 0 || Math.max(...shares) >= MIN_LABEL_SHARE;
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
