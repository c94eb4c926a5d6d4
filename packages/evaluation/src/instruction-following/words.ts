/** Runs of letters, digits and `_`: Python's `\w+`. */
export function countWords(text: string): number {
  return text.match(/[\p{L}\p{N}_]+/gu)?.length ?? 0;
}

/** Python's `str.isupper`: has a letter with case, and none in lower case. */
export function isUpperCase(text: string): boolean {
  return text === text.toUpperCase() && text !== text.toLowerCase();
}

/** Python's `str.islower`. */
export function isLowerCase(text: string): boolean {
  return text === text.toLowerCase() && text !== text.toUpperCase();
}

const PUNCTUATION = /[;@#$%&?!()[\]{}<>"“”«»…*]|--|[:,](?!\d)/gu;
const CLITIC = /(?<=[^\s'])(n't|'(?:s|m|d|ll|re|ve))(?![\p{L}\p{N}])/giu;

/**
 * Tokens of the Penn Treebank, nearly: punctuation and contractions stand alone ("DON'T" is "DO" and "N'T"),
 * hyphenated words stay whole.
 */
export function treebankTokens(text: string): string[] {
  return text
    .replaceAll(PUNCTUATION, ' $& ')
    .replaceAll(CLITIC, ' $&')
    .split(/\s+/)
    .filter((token) => token !== '');
}

/** How often `part` stands in `text`, overlaps not counted, whatever the case. */
export function occurrences(text: string, part: string): number {
  return part === '' ? 0 : text.toLowerCase().split(part.toLowerCase()).length - 1;
}

/** Whether `word` stands in `text` with no letter, digit or `_` beside it, whatever the case. */
export function hasWord(text: string, word: string): boolean {
  const literal = word.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}_])${literal}(?![\\p{L}\\p{N}_])`, 'iu').test(text);
}
