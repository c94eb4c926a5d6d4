import type { TextSpan } from '@pareto/contracts';
import { type Analysis, analyse } from './analysis.ts';
import { scaleOfCaption } from './figures.ts';
import { sentencesOf } from './sentences.ts';
import type { Source } from './source.ts';

/** The least that is quoted: a sentence, a list item, a heading or a row of a table. */
export interface Unit extends TextSpan {
  readonly text: string;
  readonly analysis: Analysis;
  readonly row?: Row | undefined;
  /** What stands before or above it and says what it is about: the source's context, column headers, the words before a list. */
  readonly context: Analysis;
  readonly contextText: string;
}

/** A row of a table: its label, and its other cells under their column headers. */
export interface Row {
  readonly label: Analysis;
  readonly cells: readonly { readonly start: number; readonly end: number; readonly column: string }[];
  /** What its figures are to be multiplied with: 1e6 in a table "in millions". */
  readonly scale: number | undefined;
}

const SEPARATOR = ' | ';
/** Of a line that heads columns: it may hold years and dates, but no amounts. */
const AMOUNT = /[$€£%]|\d[.,]\d|\(\d|(?<![\p{L}\d/.-])(?!(?:19|20)\d\d\b)\d{2,}(?![\p{L}\d/-])/u;
const cache = new WeakMap<Source, readonly Unit[]>();

/** A source in units, in the order of its text. Kept with the source, which must not change. */
export function unitsOf(source: Source): readonly Unit[] {
  let units = cache.get(source);
  if (!units) {
    units = split(source);
    cache.set(source, units);
  }
  return units;
}

function split(source: Source): Unit[] {
  const given = source.context ?? '';
  const shared = analyse(given);
  const scale = scaleOfCaption(given) ?? scaleOfCaption(source.text);
  const headersGiven = columnsIn(given);
  let headers: string[] | undefined;
  let lead = '';
  return sentencesOf(source.text).map((span) => {
    const text = source.text.slice(span.start, span.end);
    const analysis = analyse(text);
    const cells = cellsOf(text);
    if (cells.length > 1) {
      if (!AMOUNT.test(text) && headers === undefined) {
        headers = cells.map(({ start, end }) => text.slice(start, end));
        return { ...span, text, analysis, context: shared, contextText: given };
      }
      const columns = headers ?? headersGiven;
      const row = rowOf(text, cells, columns, scale);
      const contextText = headers ? `${given}\n${headers.join(SEPARATOR)}` : given;
      return { ...span, text, analysis, row, context: headers ? analyse(contextText) : shared, contextText };
    }
    headers = undefined;
    const contextText = lead === '' ? given : `${given}\n${lead}`;
    const context = lead === '' ? shared : analyse(contextText);
    if (!/^\s*(?:[-•*–▪·]|\(?\p{L}\)|\d{1,2}[.)])\s/u.test(text) || text.endsWith(':'))
      lead = text.endsWith(':') ? text : '';
    return { ...span, text, analysis, context, contextText };
  });
}

/** Column headers of the last line that has some; what stands before a dash there is the caption. */
function columnsIn(context: string): string[] | undefined {
  const line = context.split('\n').findLast((candidate) => candidate.includes(SEPARATOR));
  if (line === undefined) return undefined;
  const columns = line.split(' \u2014 ').at(-1)!;
  return columns.split('|').map((cell) => cell.trim());
}

function cellsOf(text: string): TextSpan[] {
  const cells: TextSpan[] = [];
  let from = 0;
  for (const part of text.split('|')) {
    const lead = part.length - part.trimStart().length;
    cells.push({ start: from + lead, end: from + lead + part.trim().length });
    from += part.length + 1;
  }
  return cells;
}

function rowOf(
  text: string,
  cells: readonly TextSpan[],
  columns: readonly string[] | undefined,
  scale: number | undefined,
): Row {
  const [label, ...values] = cells;
  // One more when the column of labels has a header too; any other number tells nothing of which stands where.
  const offset = (columns?.length ?? 0) - values.length;
  const isKnown = offset === 0 || offset === 1;
  return {
    label: analyse(text.slice(label!.start, label!.end)),
    cells: values.map((cell, i) => ({ ...cell, column: isKnown ? columns![offset + i]! : '' })),
    scale,
  };
}
