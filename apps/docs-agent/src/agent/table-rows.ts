const SEPARATOR = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;
const CELL = /(?<!\\)\|/;
const MAX_COLUMNS = 20;

/** A row of a Markdown table by itself. */
export interface TableRow {
  /** With the header of each cell before it: a small model loses count of columns. */
  readonly spoken: string;
  /** A table of this row alone. */
  readonly markdown: string;
}

/** The rows of a block that is a Markdown table; undefined for any other block, and for very wide ones. */
export function tableRows(block: string): TableRow[] | undefined {
  const [head = '', separator = '', ...lines] = block.split('\n');
  const headers = cellsOf(head);
  if (headers.length < 2 || headers.length > MAX_COLUMNS || !separator.includes('|') || !SEPARATOR.test(separator))
    return undefined;
  return lines
    .filter((line) => line.includes('|'))
    .map((line) => ({ spoken: spokenRow(headers, cellsOf(line)), markdown: [head, separator, line].join('\n') }));
}

function spokenRow([first = '', ...headers]: readonly string[], [label = '', ...cells]: readonly string[]): string {
  const values = cells.flatMap((cell, i) => (cell === '' ? [] : [`${headers[i] ?? ''}: ${cell}`.replace(/^: /, '')]));
  return `${first} ${label} – ${values.join('; ')}`.trim();
}

function cellsOf(line: string): string[] {
  return line
    .trim()
    .replace(/^\||\|$/g, '')
    .split(CELL)
    .map((cell) => cell.trim());
}
