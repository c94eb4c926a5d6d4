import type { Span } from './chunk.ts';

/** A block of a Markdown source. Headings carry their level and text. */
export interface Block extends Span {
  readonly kind: 'heading' | 'code' | 'text';
  readonly level: number;
  readonly heading: string;
}

interface Line extends Span {
  readonly text: string;
}

const FENCE = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/;
const ATX_HEADING = /^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$/;
const SETEXT_UNDERLINE = /^ {0,3}(=+|-+)[ \t]*$/;
const NOT_A_PARAGRAPH = /^ {0,3}([>|]|[-*+][ \t]|\d{1,9}[.)][ \t]|(?:[-*_][ \t]*){3,}$)/;

/** The blocks of a Markdown source by CommonMark's rules for fences, headings, comments and paragraphs. */
export function* markdownBlocks(source: string): Generator<Block> {
  const lines = [...linesOf(source)];
  let at = frontMatterLines(lines);
  if (at > 0) yield block('text', lines, 0, at);
  while (at < lines.length) {
    const text = lines[at]!.text;
    const fence = FENCE.exec(text)?.[1];
    const atx = ATX_HEADING.exec(text);
    if (text.trim() === '') {
      at += 1;
    } else if (fence) {
      const after = afterFence(lines, at, fence);
      yield block('code', lines, at, after);
      at = after;
    } else if (atx) {
      yield { ...block('heading', lines, at, at + 1), level: atx[1]!.length, heading: (atx[2] ?? '').trim() };
      at += 1;
    } else {
      const after = text.trimStart().startsWith('<!--') ? afterComment(lines, at) : afterParagraph(lines, at);
      const underline = SETEXT_UNDERLINE.exec(lines[after]?.text ?? '')?.[1];
      if (underline && !NOT_A_PARAGRAPH.test(text)) {
        const heading = source.slice(lines[at]!.start, lines[after - 1]!.end).trim();
        yield { ...block('heading', lines, at, after + 1), level: underline.startsWith('=') ? 1 : 2, heading };
        at = after + 1;
      } else {
        yield block('text', lines, at, after);
        at = after;
      }
    }
  }
}

function* linesOf(source: string): Generator<Line> {
  for (let start = 0; start < source.length; ) {
    const newline = source.indexOf('\n', start);
    const end = newline === -1 ? source.length : newline;
    const text = source.slice(start, end);
    yield { start, end, text: text.endsWith('\r') ? text.slice(0, -1) : text };
    start = end + 1;
  }
}

function block(kind: Block['kind'], lines: readonly Line[], from: number, to: number): Block {
  return { kind, start: lines[from]!.start, end: lines[to - 1]!.end, level: 0, heading: '' };
}

function frontMatterLines(lines: readonly Line[]): number {
  if (lines[0]?.text !== '---') return 0;
  const closing = lines.findIndex((line, i) => i > 0 && line.text === '---');
  return closing === -1 ? 0 : closing + 1;
}

/** The line after the closing fence; an open fence runs to the end. */
function afterFence(lines: readonly Line[], opening: number, fence: string): number {
  for (let at = opening + 1; at < lines.length; at += 1) {
    const closing = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(lines[at]!.text)?.[1];
    if (closing && closing[0] === fence[0] && closing.length >= fence.length) return at + 1;
  }
  return lines.length;
}

function afterComment(lines: readonly Line[], opening: number): number {
  const closing = lines.findIndex((line, i) => i >= opening && line.text.includes('-->'));
  return closing === -1 ? afterParagraph(lines, opening) : closing + 1;
}

/** Paragraphs, lists and tables end at a blank line, a heading, a fence or a setext underline. */
function afterParagraph(lines: readonly Line[], first: number): number {
  let at = first + 1;
  while (at < lines.length) {
    const { text } = lines[at]!;
    if (text.trim() === '' || FENCE.test(text) || ATX_HEADING.test(text) || SETEXT_UNDERLINE.test(text)) return at;
    at += 1;
  }
  return at;
}
