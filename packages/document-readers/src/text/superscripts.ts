const DIGITS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
/** How much of what stands before is asked for. */
export const BEFORE_CHARACTERS = 8;
/** What a raised digit would change if it stood on the line: a figure, its marks, or a unit of length. */
const TAKES_MARK = /(?:[\d⁰¹²³⁴-⁹][,;]?|\d[)%]|\d\s?[%€]|(?<!\p{L})(?:[mckd]?m|ft|in|yd))$/u;
/** One number or several, of footnotes or a power; programs write notes as "[2]". */
const MARK = /^[\s\d,;−-]*\d[\s\d,;−-]*$|^\[\d+\]$/;
const MAX_MARK_CHARACTERS = 16;

/** Text that is set raised behind `before`: "1,234" with a mark 2 is "1,234²", and no longer a figure of five digits. */
export function raised(text: string, before: string): string {
  if (text.length > MAX_MARK_CHARACTERS || !MARK.test(text) || !TAKES_MARK.test(before.slice(-BEFORE_CHARACTERS)))
    return text;
  const joined = text
    .replace(/^\[|\]$/g, '')
    .trimStart()
    .replace(/([,;])\s+(?=\d)/g, '$1');
  return joined.replace(/\d/g, (digit) => DIGITS[Number(digit)]!).replace(/[−-]/g, '⁻');
}
