import { analyse } from './analysis.ts';
import { periodsOf, periodsOfHeader } from './periods.ts';
import type { Question } from './question.ts';
import { isSameMatter } from './synonyms.ts';
import type { Row } from './units.ts';

type Cell = Row['cells'][number];

/**
 * The cells of a row that a question can mean, by what stands above them: those of the years and quarters that it names,
 * and of these the ones that it speaks of. All where the headers tell nothing of it: who asks for the tax of 2024 needs
 * no other year's.
 */
export function meantCells({ text, analysis }: Question, { cells }: Pick<Row, 'cells'>): readonly Cell[] {
  const asked = periodsOf(text);
  let meant = cells;
  for (const kind of ['years', 'quarters'] as const) {
    const wanted = asked[kind];
    const isOf = (cell: Cell) => periodsOfHeader(cell.column)[kind].some((period) => wanted.includes(period));
    // "2025 v. 2024" tells of both; "Change" of whatever was asked.
    if (meant.some(isOf)) meant = meant.filter((cell) => isOf(cell) || periodsOfHeader(cell.column)[kind].length === 0);
  }
  const words = analysis.terms.filter(({ isLight }) => !isLight);
  const headers = new Map(meant.map((cell) => [cell, analyse(cell.column).terms]));
  const isIn = (cell: Cell, stem: string) => headers.get(cell)!.some((term) => isSameMatter(term.stem, stem));
  // What every column says sets none apart.
  const telling = words.filter(({ stem }) => !meant.every((cell) => isIn(cell, stem)));
  const spokenOf = meant.filter((cell) => telling.some(({ stem }) => isIn(cell, stem)));
  return spokenOf.length > 0 ? spokenOf : meant;
}
