import type { Analysis } from './analysis.ts';
import { claimedFigures } from './coverage.ts';
import { isYear } from './figure-match.ts';
import { directionOf, namesDirection } from './polarity.ts';
import type { Row, Unit } from './units.ts';

interface Claim {
  readonly text: string;
  readonly analysis: Analysis;
}

/**
 * Whether what a sentence says of up and down is shown: by the same words in a quote, by two numbers that the sentence
 * itself compares ("from 5 to 7"), or by the cells of a row under two years. True of a sentence that says neither.
 */
export function isDirectionShown(claim: Claim, units: readonly Unit[]): boolean {
  const direction = directionOf(claim.text);
  if (direction === 0) return true;
  const compared = fromTo(claim);
  if (compared !== undefined) return Math.sign(compared) === direction;
  if (units.some(({ text }) => namesDirection(text))) return true;
  const changes = units.flatMap(({ row }) => (row ? (changeOf(row, claim.analysis) ?? []) : []));
  return changes.length > 0 && changes.every((change) => Math.sign(change) === direction);
}

/** "from 5 to 7", "de 5 a 7", "to 7 from 5", "7, compared with 5": the change, where two numbers of one kind are so put. */
function fromTo({ text, analysis }: Claim): number | undefined {
  const figures = claimedFigures(analysis).filter((figure) => !isYear(figure));
  const before = (start: number) => text.slice(Math.max(0, start - 12), start).replace(/[$€£¥\s(]+$/u, '');
  const old = figures.findIndex(({ start }) =>
    /\b(?:from|de|desde|with|to the|frente a|than|que)$/iu.test(before(start)),
  );
  const other = figures.findIndex(
    ({ start }, i) => i !== old && /\b(?:to|a|hasta|at|was|were|fue|were|by the)$/iu.test(before(start)),
  );
  if (old < 0 || other < 0 || figures[old]!.kind !== figures[other]!.kind) return undefined;
  return figures[other]!.values[0]! - figures[old]!.values[0]!;
}

/** From the year before to the latest that is named; from the cells' order where the sentence names none. */
function changeOf({ cells }: Row, claim: Analysis): number | undefined {
  const byYear = new Map<number, number>();
  for (const { column, figures } of cells) {
    const year = Number(/(?<!\d)(?:19|20)\d\d(?!\d)/.exec(column)?.[0] ?? Number.NaN);
    const value = figures[0]?.values[0];
    if (!Number.isNaN(year) && value !== undefined && !byYear.has(year)) byYear.set(year, value);
  }
  const years = [...byYear.keys()].sort((a, b) => a - b);
  const named = claim.figures.filter(isYear).map(({ values }) => values[0]!);
  const last = years.findLast((year) => named.length === 0 || named.includes(year));
  const first = years.findLast((year) => last !== undefined && year < last);
  if (last === undefined || first === undefined) return undefined;
  return byYear.get(last)! - byYear.get(first)!;
}
