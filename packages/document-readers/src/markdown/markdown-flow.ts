import { type Block, markdownBlocks } from '@pareto/chunking';
import { type HtmlFlow, htmlFlow } from '../html/html-flow.ts';
import { escapeHtml, inlineHtml } from './inline-html.ts';

const LIST_ITEM = /^\s*(?:([-*+])|(\d{1,9})[.)])[ \t]+(.*)$/;
const DELIMITER_ROW = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;
const THEMATIC_BREAK = /^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;
/** CommonMark 0.31.2, section 4.7: a destination and at most a title. `[^1]: …` is a footnote, which is shown. */
const LINK_DEFINITION =
  /^ {0,3}\[(?!\^)(?:\\.|[^[\]\\])+\]:[ \t]*(?:<[^<>]*>|[^\s<]\S*)(?:[ \t]+(?:"[^"]*"|'[^']*'|\([^()]*\)))?[ \t]*$/;
const FOOTNOTE = /^ {0,3}\[\^[^\]\s]+\]:/;
const QUOTED = /^ {0,3}> ?/;
/** Lines that do not go on with an item of a list. */
const BEGINS_ANEW = [LIST_ITEM, QUOTED, THEMATIC_BREAK, FOOTNOTE];
const MAX_QUOTES = 20;

/** Text of a Markdown source as it is shown: through HTML, which Markdown may hold and whose rules then hold too. */
export function markdownFlow(markdown: string): HtmlFlow {
  const source = markdown.replace(/\r\n?/g, '\n');
  const title = /^---\n(?:.*\n)*?title:[ \t]*["']?(.*?)["']?[ \t]*\n(?:.*\n)*?---/.exec(source)?.[1] ?? '';
  return htmlFlow(`${title ? `<title>${escapeHtml(title)}</title>` : ''}${[...html(source, 0)].join('\n')}`);
}

function* html(source: string, quotes: number): Generator<string> {
  for (const block of markdownBlocks(source)) {
    const text = source.slice(block.start, block.end);
    if (block.kind === 'heading') yield `<h${block.level}>${inlineHtml(block.heading)}</h${block.level}>`;
    else if (block.kind === 'code') yield `<pre>${escapeHtml(withoutFences(text))}</pre>`;
    else if (!isFrontMatter(block, text)) yield* linesHtml(text.split('\n'), quotes);
  }
}

function isFrontMatter(block: Block, text: string): boolean {
  return block.start === 0 && text.startsWith('---\n') && text.trimEnd().endsWith('\n---');
}

function withoutFences(code: string): string {
  const lines = code.split('\n').slice(1);
  if (/^ {0,3}(?:`{3,}|~{3,})[ \t]*$/.test(lines.at(-1) ?? '')) lines.pop();
  return lines.join('\n');
}

/** The lines of a block without blank ones: paragraphs, lists, tables and quotations, which may follow each other. */
function* linesHtml(lines: readonly string[], quotes: number): Generator<string> {
  let paragraph: string[] = [];
  const ended = (): string[] => {
    const text = paragraph.join('\n');
    paragraph = [];
    return text === '' ? [] : [`<p>${inlineHtml(text)}</p>`];
  };
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]!;
    const item = LIST_ITEM.exec(line);
    if (line.includes('|') && DELIMITER_ROW.test(lines[at + 1] ?? '')) {
      const end = endOf(lines, at + 2, (row) => row.includes('|'));
      yield* ended();
      yield tableHtml(line, lines.slice(at + 2, end));
      at = end - 1;
    } else if (QUOTED.test(line) && quotes < MAX_QUOTES) {
      const end = endOf(lines, at, (quoted) => QUOTED.test(quoted));
      const inner = lines.slice(at, end).map((quoted) => quoted.replace(QUOTED, ''));
      yield* ended();
      yield* html(inner.join('\n'), quotes + 1);
      at = end - 1;
    } else if (THEMATIC_BREAK.test(line) || (paragraph.length === 0 && LINK_DEFINITION.test(line))) {
      yield* ended();
    } else if (item) {
      const end = endOf(lines, at + 1, (other) => !BEGINS_ANEW.some((pattern) => pattern.test(other)));
      const text = inlineHtml([item[3], ...lines.slice(at + 1, end)].join('\n'));
      yield* ended();
      yield item[2] ? `<ol start="${item[2]}"><li>${text}</li></ol>` : `<ul><li>${text}</li></ul>`;
      at = end - 1;
    } else {
      if (FOOTNOTE.test(line)) yield* ended();
      paragraph.push(line.trimStart());
    }
  }
  yield* ended();
}

/** The line, from `from` on, before which `continues` holds for all. */
function endOf(lines: readonly string[], from: number, continues: (line: string) => boolean): number {
  let end = from;
  while (end < lines.length && continues(lines[end]!)) end += 1;
  return end;
}

function tableHtml(header: string, rows: readonly string[]): string {
  const row = (line: string, tag: string) =>
    `<tr>${cellsOf(line)
      .map((cell) => `<${tag}>${inlineHtml(cell)}</${tag}>`)
      .join('')}</tr>`;
  return `<table><thead>${row(header, 'th')}</thead>${rows.map((line) => row(line, 'td')).join('')}</table>`;
}

function cellsOf(line: string): string[] {
  const inner = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return inner.split(/(?<!\\)\|/).map((cell) => cell.replaceAll('\\|', '|').trim());
}
