/** What the rows of a table say about which of them are its header. */
export interface HeaderCandidate {
  /** Texts of the columns, a cell that spans several in each. */
  readonly meant: readonly string[];
  /** Marked as one: all of it is `th`, or within `thead`. */
  readonly isHeader: boolean;
  /** All its text is bold. */
  readonly isBold: boolean;
  /** Its first cell alone is a `th`, and names the row. */
  readonly isNamed: boolean;
}

/** Longer texts are content, not headers. */
const MAX_HEADER_CHARACTERS = 60;
const MAX_LEVELS = 3;
const YEAR = /^(?:FY\s?)?(?:19|20)\d\d(?:\s?[EA])?[⁰¹²³⁴-⁹*]*$/;
const FIGURE = /^[-–—−+(]*\s?(?:[A-Z]{1,3}\s?)?[$€£¥]?\s?\d[\d.,\s]*\)?\s?(?:[%€$£¥]|EUR|USD)?[)⁰¹²³⁴-⁹*]*$/;
const NONE = /^[-–—−]?$/;

/**
 * How many rows are the header: those that are marked so; else the first, where it reads as names of what stands below.
 * Two columns of words are keys with their values, unless bold type or figures below set the first row apart.
 */
export function headerHeight(grid: readonly HeaderCandidate[]): number {
  const marked = grid.findIndex(({ isHeader }) => !isHeader);
  if (marked > 0) return marked;
  const [first, ...others] = grid;
  if (!first || marked === -1 || others.length === 0 || first.isNamed || !namesColumns(first)) return 0;
  if (first.meant[0] === '') return cornerHeight(grid);
  if (first.isBold && !others.every(({ isBold }) => isBold)) return 1;
  const [, ...columns] = first.meant;
  // What words name need not be figures, but where it may as well be the value of a key.
  const areNamed = columns.map((text, i) => {
    const mustBeFigures = columns.length === 1 || YEAR.test(text);
    return !mustBeFigures || areFigures(others.map(({ meant }) => meant[i + 1] ?? ''));
  });
  return areNamed.every(Boolean) ? 1 : 0;
}

/** Nothing stands over the labels, at each level of the header. */
function cornerHeight(grid: readonly HeaderCandidate[]): number {
  const levels = grid.slice(0, Math.min(MAX_LEVELS, grid.length - 1));
  const end = levels.findIndex((row) => row.meant[0] !== '' || !namesColumns(row));
  return end === -1 ? levels.length : end;
}

/** Words or years in every column; the one of the labels may have none. */
function namesColumns({ meant }: HeaderCandidate): boolean {
  return (
    meant.some(Boolean) &&
    meant.every((text, i) => {
      const isName = /\p{L}/u.test(text) || YEAR.test(text);
      return (isName || (i === 0 && text === '')) && text.length <= MAX_HEADER_CHARACTERS && !text.endsWith(':');
    })
  );
}

/** Most are figures, but for dashes, and no years. */
function areFigures(texts: readonly string[]): boolean {
  const written = texts.filter((text) => !NONE.test(text));
  return written.filter((text) => FIGURE.test(text) && !YEAR.test(text)).length > written.length / 2;
}
