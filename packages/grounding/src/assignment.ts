import type { Analysis, Term } from './analysis.ts';
import type { Claim } from './claim.ts';
import { claimedFigures, hasTerm } from './coverage.ts';
import { figureStands } from './figure-match.ts';
import type { Figure } from './figures.ts';
import { spellsOut } from './initials.ts';
import { isQuarterOf } from './period-coverage.ts';
import { isAskedFor } from './ranges.ts';
import type { Row, Unit } from './units.ts';

/** A row counts as meant when so much of its label is said. */
const MIN_LABEL_SHARE = 0.6;
const HAS_DIGIT = /\d/;

/**
 * Most of what a row is called must be in a sentence that it is to bear out, or hold for all rows alike. The numbers and
 * codes of its label may be in the question instead ("8 to 14" of nine years, "E08"); its words may not, since who asks
 * for two rows wants each told of itself.
 */
export function isRowMeant({ text: sentence, analysis: claim, asked }: Claim, { row, context }: Unit): boolean {
  if (!row) return true;
  const { label, labelText } = row;
  if (isAskedFor(row.range, asked.figures)) return true;
  const isCode = ({ isName, folded }: Term) => isName && HAS_DIGIT.test(folded) && hasName(label, folded);
  // A code is a row's own name, whatever stands beside it; and "R&D" is called research and development.
  if ([...claim.terms, ...asked.terms].some(isCode)) return true;
  if (claim.terms.some(({ isAcronym, folded }) => isAcronym && spellsOut(labelText, folded))) return true;
  if (isQuarterOf(sentence, labelText)) return true;
  const share = nameShare(row, [claim, context], [...claim.figures, ...asked.figures]);
  return share === undefined || share >= MIN_LABEL_SHARE;
}

/** Whether a sentence, or a number of its question, names another row and not this one: it is then not said of this one. */
export function isAnotherRowNamed({ analysis: claim, asked }: Claim, unit: Unit, units: readonly Unit[]): boolean {
  const shareIn = ({ row }: Unit) => {
    if (!row) return 0;
    return isAskedFor(row.range, asked.figures) ? 1 : (nameShare(row, [claim], claim.figures) ?? 0);
  };
  const own = shareIn(unit);
  return own < MIN_LABEL_SHARE && units.some((other) => other !== unit && shareIn(other) >= MIN_LABEL_SHARE);
}

/** The largest share of one of a row's names that stands in texts; undefined for a row without words and numbers in its name. */
function nameShare({ names }: Row, places: readonly Analysis[], said: readonly Figure[]): number | undefined {
  const shares = names.flatMap(({ terms, figures }) => {
    const words = terms.filter(({ isLight }) => !isLight);
    const size = words.length + figures.length;
    const meant = words.filter((word) => places.some((place) => hasTerm(place, word))).length;
    const known = figures.filter(({ values }) => said.some((figure) => shareValue(figure.values, values))).length;
    return size === 0 ? [] : [(meant + known) / size];
  });
  return shares.length === 0 ? undefined : Math.max(...shares);
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
