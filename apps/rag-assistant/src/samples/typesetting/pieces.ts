import type { FontName } from './fonts.ts';

/** What is drawn on a page; points from its top left corner. */
export type Mark =
  | { kind: 'text'; x: number; y: number; text: string; font: FontName; size: number; colour: string }
  | { kind: 'rule'; x: number; y: number; width: number; thickness: number; colour: string }
  | { kind: 'box'; x: number; y: number; width: number; height: number; colour: string }
  /** The page on which a heading came to stand, its right edge at x. */
  | { kind: 'page-of'; heading: number; x: number; y: number; font: FontName; size: number; colour: string };

/** The smallest part of a document that is never cut: a line of text, a row of a table. */
export interface Piece {
  readonly height: number;
  /** Space above, which the top of a page swallows. */
  readonly before: number;
  /** Never the last on its page: a heading, the first line of a paragraph. */
  readonly keep: boolean;
  /** Drawn above, where this comes first on a page: the header of a table. */
  readonly repeated?: Piece | undefined;
  /** Number of the heading that this is. */
  readonly heading?: number | undefined;
  marks(x: number, y: number): Mark[];
}

export const INK = '#1b1f24';
export const GREY = '#6b7280';
