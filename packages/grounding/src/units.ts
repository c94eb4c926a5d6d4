import type { TextSpan } from '@pareto/contracts';
import { type Analysis, analyse } from './analysis.ts';
import { type Figure, figuresOf, scaleOfCaption } from './figures.ts';
import { type Range, rangeOf } from './ranges.ts';
import { listMarkLength, sentencesOf } from './sentences.ts';
import type { Source } from './source.ts';
import { fold } from './stems.ts';

/** The least that is quoted: a sentence, a list item, a heading or a row of a table. */
export interface Unit extends TextSpan {
  readonly text: string;
  readonly analysis: Analysis;
  readonly row?: Row | undefined;
  /** The last line above it, in the same text, that reads as a heading; empty where there is none. */
  readonly heading: string;
  /** What stands before or above it and says what it is about: the source's context, column headers, the words before a list. */
  readonly context: Analysis;
  readonly contextText: string;
  /** The context in small letters and digits alone: names of files run their words together. */
  readonly contextLetters: string;
}

/** A row of a table: its label, and its other cells under their column headers. */
export interface Row {
  readonly label: Analysis;
  readonly labelText: string;
  /** What the label stands for where it is a range of numbers. */
  readonly range: Range | undefined;
  /**
   * What the row may be called by, any of them: its label, one of several things that the label lists ("Boston,
   * Chicago"), or, beside a mere key ("B", "E15"), the next cell.
   */
  readonly names: readonly Analysis[];
  readonly cells: readonly {
    readonly start: number;
    readonly end: number;
    readonly column: string;
    readonly figures: readonly Figure[];
  }[];
  /** What its figures are to be multiplied with: 1e6 in a table "in millions". */
  readonly scale: number | undefined;
  /** How the heading of its table says so. */
  readonly scaleWord: string | undefined;
}

type Scale = NonNullable<ReturnType<typeof scaleOfCaption>>;

const SEPARATOR = ' | ';
const MAX_HEADING = 90;
/** Of a line that heads columns: it may hold years and dates, but no amounts. */
const AMOUNT = /[$€£%]|\d[.,]\d|\(\d|(?<![\p{L}\d/.-])(?!(?:19|20)\d\d\b)\d{2,}(?![\p{L}\d/-])/u;
/** The 31 of "March 31, 2026" and of "31 de marzo de 2026". */
const DAY_OF_MONTH = /(?<=\p{L}{3,}\.? )\d{1,2}(?=,? \d{4})|(?<!\d)\d{1,2}(?= (?:de )?\p{L}{3,}(?: de)? \d{4})/gu;
const YEAR = /(?<!\d)(?:19|20)\d\d(?!\d)/;
/** Names a row without saying anything of it. */
const KEY = /^\S{1,4}$/;
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
  const given = contextOf(source.context ?? '');
  const scaleGiven = scaleOfCaption(given.text) ?? scaleOfCaption(source.text);
  const columnsGiven = columnsIn(given.text);
  let table: { headers: string[]; hasRows: boolean } | undefined;
  let above = given;
  let lead = given;
  let heading = '';
  return sentencesOf(source.text).map((span): Unit => {
    const text = source.text.slice(span.start, span.end);
    const analysis = analyse(text);
    const cells = cellsOf(text);
    if (cells.length === 1) {
      table = undefined;
      if (isHeading(source.text, span, text)) {
        heading = text;
        above = contextOf(`${given.text}\n${text}`);
        lead = above;
        return { ...unit(span, text, analysis, given), heading: '' };
      }
      if (text.endsWith(':')) lead = contextOf(`${above.text}\n${text}`);
      else if (listMarkLength(text) === 0) lead = above;
      return { ...unit(span, text, analysis, text.endsWith(':') ? above : lead), heading };
    }
    const words = cells.map(({ start, end }) => text.slice(start, end));
    if (headsColumns(text, table)) {
      table = { headers: table ? joined(table.headers, words) : words, hasRows: false };
      return { ...unit(span, text, analysis, above), heading };
    }
    if (table) table.hasRows = true;
    const columns = table?.headers ?? columnsGiven;
    const context = table ? contextOf(`${above.text}\n${table.headers.join(SEPARATOR)}`) : above;
    return {
      ...unit(span, text, analysis, context),
      heading,
      row: rowOf(text, cells, columns, { own: scaleOfCaption(heading), given: scaleGiven }),
    };
  });
}

/** A short line by itself that ends like no sentence and is no list item. */
function isHeading(text: string, { start, end }: TextSpan, words: string): boolean {
  if (words.length > MAX_HEADING || words.includes('\n') || /[.!?;,:]["'”’»)]*$/.test(words)) return false;
  const standsAlone = /(?:^|\n)[^\S\n]*$/.test(text.slice(0, start)) && /^[^\S\n]*(?:\n|$)/.test(text.slice(end));
  return standsAlone && (listMarkLength(words) === 0 || /^\d|^#/.test(words)) && /^[\p{Lu}\p{N}#¿]/u.test(words);
}

interface Context {
  readonly text: string;
  readonly analysis: Analysis;
  readonly letters: string;
}

function contextOf(text: string): Context {
  return { text, analysis: analyse(text), letters: fold(text).replace(/[^\p{L}\p{N}]/gu, '') };
}

function unit(span: TextSpan, text: string, analysis: Analysis, context: Context): Omit<Unit, 'heading'> {
  return {
    ...span,
    text,
    analysis,
    context: context.analysis,
    contextText: context.text,
    contextLetters: context.letters,
  };
}

/** The first line of a table without amounts does; a second one where it alone tells the years. */
function headsColumns(
  text: string,
  table: { readonly headers: readonly string[]; readonly hasRows: boolean } | undefined,
): boolean {
  if (AMOUNT.test(text.replace(DAY_OF_MONTH, ' '))) return false;
  return !table || (!table.hasRows && YEAR.test(text) && !table.headers.some((header) => YEAR.test(header)));
}

/** Two levels of headers, aligned at the right; one of the upper level may stand over several of the lower. */
function joined(upper: readonly string[], lower: readonly string[]): string[] {
  const share = Math.max(1, Math.floor(lower.length / Math.max(1, upper.length)));
  return lower.map((header, i) => {
    const from = upper.length - 1 - Math.floor((lower.length - 1 - i) / share);
    return [upper[Math.max(0, from)], header].filter(Boolean).join(' ');
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
  { own, given }: { readonly own: Scale | undefined; readonly given: Scale | undefined },
): Row {
  const values = cells.slice(1);
  // One more when the column of labels has a header too; any other number tells nothing of which stands where.
  const offset = (columns?.length ?? 0) - values.length;
  const isKnown = offset === 0 || offset === 1;
  const figures = figuresOf(text);
  const [first, second = ''] = cells.map(({ start, end }) => text.slice(start, end));
  const called = [first!, ...(KEY.test(first!) && /\p{L}/u.test(second) ? [second] : [])];
  return {
    label: analyse(first!),
    labelText: first!,
    range: rangeOf(first!, offset === 1 ? columns![0]! : ''),
    names: called.flatMap((name) => [name, ...name.split(/[,;]\s/)]).map((name) => analyse(name)),
    cells: values.map((cell, i) => ({
      ...cell,
      column: isKnown ? columns![offset + i]! : '',
      figures: figures.filter(({ start, end }) => start >= cell.start && end <= cell.end),
    })),
    scale: (own ?? given)?.factor,
    scaleWord: own?.word,
  };
}
