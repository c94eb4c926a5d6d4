import { chunkMarkdown } from '@pareto/chunking';
import type { TokenCounter } from '@pareto/contracts';
import { partsOf } from '../tools/page-part.ts';

/** A part of a page before it has a place in an index. */
export interface PageSection {
  /** GitHub's anchor of the heading above, undefined before the first; in typings `L12`, the line of the declaration. */
  readonly anchor: string | undefined;
  /** From the page's title down, without marks. */
  readonly headings: readonly string[];
  /** As it stands in the page, its own heading included. */
  readonly text: string;
}

export interface CutOptions {
  readonly countTokens: TokenCounter;
  /** Tokens of a section at most; the headings that the embedder reads before it are not counted. */
  readonly maxTokens: number;
}

/** Leaves room for headings in MiniLM's 256 tokens. */
export const SECTION_TOKENS = 200;
const EMBEDDED_HEADINGS = 160;

/**
 * The sections of a Markdown page: cut at headings, long ones between blocks; code stays whole where it fits. Anchors are
 * those that `read_page` knows.
 */
export function sectionsOf(markdown: string, options: CutOptions): PageSection[] {
  const parts = partsOf(markdown);
  let at = -1;
  const sections = chunkMarkdown(markdown, options).map(({ text, headings, end }) => {
    // A chunk reaches over headings only to their first subsection: the last of them is the one it is about.
    while (at + 1 < parts.length && parts[at + 1]!.start < end) at += 1;
    const part = parts[at];
    return { anchor: part?.anchor, headings: part?.headings ?? headings, text };
  });
  // A heading before a long block is cut off from it: alone it would be found for what it does not say.
  const speaking = sections.filter(({ text }) => plainText(withoutHeadings(text)) !== '');
  return speaking.length > 0 ? speaking : sections;
}

/** Of what may be escaped, what begins nothing else once it is not: a tag, link, cell, code or another escape. */
const ESCAPES = /\\(?:\\|([!"$%&'()*+,\-./:;=?@^_{}~]))/g;
/** What keeps a line from being an item of a list. */
const NO_ITEM = /^[ \t]*(?:\\[-+*]|\d{1,9}\\[.)])(?=[ \t])/;
const INLINE_CODE = /(`{1,3}[^`]+`{1,3})/;

/**
 * The page with escapes as the characters that they stand for: "runtime\_InvokeEndpoint" and "1\.25 Gbps" are names and
 * figures that nobody writes so. Code stays as it is.
 */
export function unescaped(markdown: string): string {
  if (!markdown.includes('\\')) return markdown;
  let fence = '';
  return markdown
    .split('\n')
    .map((line) => {
      const [, mark = ''] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? [];
      if (mark !== '' && (fence === '' || mark.startsWith(fence))) fence = fence === '' ? mark : '';
      return fence !== '' || mark !== '' ? line : unescapedLine(line);
    })
    .join('\n');
}

function unescapedLine(line: string): string {
  const [kept = ''] = NO_ITEM.exec(line) ?? [];
  const parts = line.slice(kept.length).split(INLINE_CODE);
  return (
    kept +
    parts
      .map((part, i) => (i % 2 === 1 ? part : part.replace(ESCAPES, (whole, character = whole) => character)))
      .join('')
  );
}

function withoutHeadings(text: string): string {
  return text.replace(/^(?: {0,3}#{1,6}[^\n]*(?:\n+|$)|<h[1-6][^\n]*<\/h[1-6]>\s*)+/, '');
}

/** The title of a page: its first heading, or its path. */
export function titleOf(markdown: string, path: string): string {
  return partsOf(markdown.slice(0, 20_000))[0]?.headings.at(-1) || path;
}

/** Markdown as people read it: without tags, targets of links and escapes, which say nothing and cost tokens. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/<\/?[A-Za-z][^<>\n]{0,300}>/g, '')
    .replace(/!?\[([^[\]\n]{0,300})\]\([^()\n]{0,500}\)/g, '$1')
    .replace(/\\([\\`*_{}[\]()#+\-.!<>|])/g, '$1')
    .replace(/[ \t]+/g, ' ')
    .trim();
}

/** What the embedder reads of a section: a passage of documentation says seldom what it is about; its headings do. */
export function embeddedText({ headings, text }: Pick<PageSection, 'headings' | 'text'>): string {
  const path = headings.join(' > ').slice(-EMBEDDED_HEADINGS);
  return `${path}\n${plainText(withoutHeadings(text))}`.trim();
}
