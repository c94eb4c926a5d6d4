export interface FontStyle {
  /** PostScript name without the tag of a subset. */
  readonly name: string;
  readonly isBold: boolean;
  readonly isItalic: boolean;
  /** Em per unit of glyph widths: 1/1000 but for Type 3 fonts. */
  readonly unit: number;
  /** Of the tallest letters, in em above the baseline; and of the deepest below it, positive. */
  readonly ascent: number;
  readonly descent: number;
}

/** Places in pdf.js's packed form of a font (`FONT_INFO` in its obj_bin_transform_utils.js, 6.5). */
const FLAGS = { bold: 1, italic: 6 };
const MATRIX = { count: 12, first: 13 };
const BOLD_NAME = /bold|black|heavy|semibold|demi(?!lune)|-bd\b/i;
const ITALIC_NAME = /italic|oblique|kursiv/i;
const SUBSET_TAG = /^[A-Z]{6}\+/;

interface ExportedFont {
  readonly buffer?: ArrayBuffer;
  readonly extra?: { readonly name?: unknown; readonly ascent?: unknown; readonly descent?: unknown };
}

/** What layout needs of a font; a font that could not be read is a plain one. */
export function fontStyle(exported: object): FontStyle {
  const { buffer, extra } = exported as ExportedFont;
  const view = buffer && new DataView(buffer);
  // Two bits for each flag; 2 says yes.
  const flag = (bit: number) => view !== undefined && ((view.getUint8(bit >> 2) >> ((bit & 3) * 2)) & 3) === 2;
  const name = typeof extra?.name === 'string' ? extra.name.replace(SUBSET_TAG, '') : '';
  return {
    name,
    isBold: flag(FLAGS.bold) || BOLD_NAME.test(name),
    isItalic: flag(FLAGS.italic) || ITALIC_NAME.test(name),
    unit: view && view.getUint8(MATRIX.count) === 6 ? Math.abs(view.getFloat64(MATRIX.first, true)) || 0.001 : 0.001,
    ascent: within(extra?.ascent, 0.5, 1.1, 0.75),
    descent: within(typeof extra?.descent === 'number' ? -extra.descent : 0, 0.1, 0.4, 0.22),
  };
}

/** Fonts say what they like of their metrics. */
function within(value: unknown, least: number, most: number, otherwise: number): number {
  return typeof value === 'number' && value >= least && value <= most ? value : otherwise;
}

export const PLAIN_FONT: FontStyle = fontStyle({});
