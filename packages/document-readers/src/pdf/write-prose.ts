import type { TextLine } from '@pareto/contracts';
import { levelOf } from './headings.ts';
import type { PageWriter } from './page-writer.ts';
import { paragraphsOf } from './paragraphs.ts';
import { type ProseLine, proseLine } from './prose-line.ts';
import type { Row } from './rows.ts';

/** What the whole document tells about its words and letters. */
export interface DocumentStyle {
  /** The size of most of its letters, in points. */
  readonly bodySize: number;
  /** Whether the document breaks words at the ends of lines, and not only compounds at their hyphens. */
  readonly breaksWords: boolean;
  /** Whether the document has the word, which may be a compound with hyphens, within a line. */
  hasWord(word: string): boolean;
}

const BROKEN = /(\p{L}+)[-\u00AD\u2010]$/u;
const HYPHENS = new Set(['-', '\u00AD', '\u2010']);
const GOES_ON = /^(\p{Ll}+)/u;
/** Dots that lead to a page number, and lines to write on. */
const LEADERS = /(?:\s?[.…·]){4,}\s*|_{3,}\s*/g;
/** Told first: it is quick. */
const MAY_LEAD = /[.…·]\s?[.…·]|__/;
const HAS_LEADERS = /(?:\s?[.…·]){4,}\s*(?:[ivxlc]+|\d+)?$/i;

/** Writes running text: headings, list items and paragraphs, each rewrapped into one line of text. */
export function writeProse(writer: PageWriter, rows: readonly Row[], style: DocumentStyle): void {
  if (rows.length === 0) return;
  const lines = rows.map(proseLine).filter(({ text }) => withoutLeaders(text) !== '');
  for (const paragraph of paragraphsOf(lines)) {
    const level = levelOf(paragraph, style.bodySize);
    const kind = level !== undefined ? 'heading' : paragraph[0]!.itemX !== undefined ? 'list-item' : 'paragraph';
    const start = writer.begin();
    const written = writeLines(writer, paragraph, style);
    writer.add({ kind, level, start, end: writer.length, lines: written });
  }
}

function writeLines(writer: PageWriter, lines: readonly ProseLine[], style: DocumentStyle): TextLine[] {
  const isList = lines.some(({ text }) => MAY_LEAD.test(text) && HAS_LEADERS.test(text));
  return lines.map((line, i) => {
    const text = withoutLeaders(line.text);
    const next = lines[i + 1];
    const joined = next ? joinedTo(text, next.text, style) : text;
    const written = writer.line(joined, line.box);
    if (next && joined === text && !endsOpen(text, next.text)) writer.write(isList ? '\n' : ' ');
    return written;
  });
}

function withoutLeaders(text: string): string {
  return MAY_LEAD.test(text) ? text.replace(LEADERS, ' ').trim() : text;
}

/** The line without its hyphen, where that only broke a word. */
function joinedTo(text: string, next: string, style: DocumentStyle): string {
  if (!HYPHENS.has(text.at(-1)!)) return text;
  const [, head] = BROKEN.exec(text) ?? [];
  const [, tail] = GOES_ON.exec(next) ?? [];
  if (head === undefined || tail === undefined) return text;
  if (text.endsWith('\u00AD')) return text.slice(0, -1);
  if (isSuspended(next) || style.hasWord(`${head}-${tail}`)) return text;
  if (style.hasWord(head + tail)) return text.slice(0, -1);
  const isCompound = !style.breaksWords || (style.hasWord(head) && style.hasWord(tail));
  return isCompound ? text : text.slice(0, -1);
}

/** "long- and short-term" keeps its space. */
function isSuspended(next: string): boolean {
  return /^(?:and|or|to|y|o|e|u|und)\s/.test(next);
}

/** Whether the next line follows without a space: after the hyphen of a compound, or within an address. */
function endsOpen(text: string, next: string): boolean {
  return HYPHENS.has(text.at(-1)!) && /\p{L}[-\u2010]$/u.test(text) && /^\p{L}/u.test(next) && !isSuspended(next);
}
