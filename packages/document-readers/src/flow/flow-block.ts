import type { ConcealedText } from '@pareto/contracts';

export interface FlowHeading {
  readonly kind: 'heading';
  /** 1 is the outermost. */
  readonly level: number;
  readonly text: string;
}

/** Line feeds part lines. */
export interface FlowText {
  readonly kind: 'paragraph' | 'list-item';
  readonly text: string;
}

export interface FlowTable {
  readonly kind: 'table';
  readonly caption?: string | undefined;
  /** Cells of one line each; rows may differ in length. */
  readonly header: readonly (readonly string[])[];
  /** The header of each column, its levels joined. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Content of a document whose lines and pages depend on who shows it: HTML, Markdown, DOCX, plain text. */
export type FlowBlock =
  | FlowHeading
  | FlowText
  | FlowTable
  | { readonly kind: 'page-break' }
  | ({ readonly kind: 'concealed' } & ConcealedText);

const WHITE_SPACE = /[\s\u00A0]+/g;

/** Text as a page shows it: runs of white space are one space. */
export function collapse(text: string): string {
  return text.replace(WHITE_SPACE, ' ').trim();
}

/** A soft hyphen says where a word may be broken: it is none of its letters, and the word goes on after it. */
export function withoutSoftHyphens(text: string): string {
  return text.includes('\u00AD') ? text.replace(/\u00AD(?:\r?\n[ \t]*(?=\p{L}))?/gu, '') : text;
}
