/** Numbers of the operators in pdf.js's operator lists (`OPS` in its src/shared/util.js, 6.5). */
export const OPS = {
  setGState: 9,
  save: 10,
  restore: 11,
  transform: 12,
  stroke: 20,
  closeStroke: 21,
  fill: 22,
  eoFill: 23,
  fillStroke: 24,
  eoFillStroke: 25,
  closeFillStroke: 26,
  closeEOFillStroke: 27,
  beginText: 31,
  setCharSpacing: 33,
  setWordSpacing: 34,
  setHScale: 35,
  setLeading: 36,
  setFont: 37,
  setTextRenderingMode: 38,
  setTextRise: 39,
  moveText: 40,
  setLeadingMoveText: 41,
  setTextMatrix: 42,
  nextLine: 43,
  showText: 44,
  setFillColorN: 55,
  setFillRGBColor: 59,
  paintFormXObjectBegin: 74,
  paintFormXObjectEnd: 75,
  beginGroup: 76,
  endGroup: 77,
  constructPath: 91,
  setFillTransparent: 93,
} as const;

/** What a path's numbers begin with (`DrawOPS`), and how many coordinates follow. */
export const PATH_COORDINATES = [2, 2, 6, 4, 0] as const;

/** One character as it is drawn; a number between two of them moves the next one back, in 1/1000 em. */
export interface Glyph {
  readonly unicode: string;
  /** In glyph space: times the first element of the font's matrix, it is in em. */
  readonly width: number;
  readonly isSpace: boolean;
}

/** A part of a page's operator list. The engine takes the arrays back: they hold only during the call. */
export interface OperatorChunk {
  readonly fnArray: readonly number[];
  readonly argsArray: readonly (readonly unknown[] | null)[];
}
