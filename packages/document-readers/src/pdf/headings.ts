import type { ProseLine } from './prose-line.ts';

/** From this ratio to the body's size on, a heading has the level; see `levelOf`. */
const LARGER: readonly (readonly [ratio: number, level: number])[] = [
  [1.7, 1],
  [1.35, 2],
  [1.12, 3],
];
const MAX_LINES = 3;
const MAX_CHARACTERS = 160;
const NUMBERED = /^(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+\p{L}/u;
const PART = /^(?:part|parte|título)\s+[IVX\d]+\b/i;
const ITEM = /^(?:item|ítem|chapter|capítulo|section|sección|article|artículo|appendix|anexo|exhibit)\s+[\dIVXA-Z]+/i;
const NOTE = /^(?:note|nota)\s+\d+/i;
const LETTERS = /\p{L}{2}/u;

/**
 * The level of a heading, or undefined for a paragraph. The outermost levels go by size; headings of the body's size
 * are told by weight, capitals or slant, as filings set them; numbers ("2.3") and words ("Item 7") put them deeper or
 * higher.
 */
export function levelOf(lines: readonly ProseLine[], bodySize: number): number | undefined {
  const text = lines.map((line) => line.text).join(' ');
  if (lines.length > MAX_LINES || text.length > MAX_CHARACTERS || !LETTERS.test(text)) return undefined;
  const [first] = lines;
  if (first!.itemX !== undefined && !first!.isBold && first!.size < 1.12 * bodySize) return undefined;
  const isNamed = PART.test(text) || ITEM.test(text) || NOTE.test(text);
  const larger = LARGER.find(([ratio]) => first!.size >= ratio * bodySize)?.[1];
  const styled = larger ?? styleLevel(lines, text, isNamed);
  if (styled === undefined || (/[.,;]$/.test(text) && !isNamed && !NUMBERED.test(text) && larger === undefined))
    return undefined;
  if (PART.test(text)) return 1;
  if (ITEM.test(text)) return Math.min(styled, 2);
  if (NOTE.test(text)) return Math.min(styled, 3);
  const number = NUMBERED.exec(text)?.[1];
  if (number === undefined) return styled;
  const depth = number.split('.').length;
  return larger === undefined ? Math.min(styled, depth + 2) : Math.max(larger, depth);
}

function styleLevel(lines: readonly ProseLine[], text: string, isNamed: boolean): number | undefined {
  const isCapitals = text === text.toUpperCase();
  if (lines.every(({ isBold }) => isBold)) return isCapitals ? 3 : lines.every(({ isItalic }) => isItalic) ? 5 : 4;
  if (lines.length > 1 || text.length > 90) return undefined;
  if (isCapitals && text.length > 4 && !/\d/.test(text)) return 4;
  if (lines[0]!.isItalic && text.length < 70 && !/[:()]/.test(text)) return 5;
  return isNamed && PART.test(text) && text.length < 40 ? 1 : undefined;
}
