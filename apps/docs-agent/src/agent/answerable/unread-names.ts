import type { Plan } from '../plan.ts';
import type { Reading } from '../ports.ts';

const WORD = /[\p{L}\p{N}_@][\p{L}\p{N}_.@/-]*[\p{L}\p{N}_]/gu;
/** Words of more than letters, with a capital inside, or of capitals. */
const CODE_LIKE = /\p{Ll}\p{Lu}|\p{Lu}{2,}|[_@]|\w\/\w|\w-\w+-\w/u;
const VERSION = /^v?\d+(?:\.\d+)+$|^v\d+$/;
const CAPITALISED = /^\p{Lu}\p{Ll}/u;
const BEGINS_SENTENCE = /(?:^|[.?!:;¿¡«"“(]\s*)$/u;
/** "5.x" and "6.0.0" are told of as 5 and 6. */
const VERSION_END = /(?:\.(?:x|0))+$/;

/**
 * Names and versions of a question of which nothing that was read speaks: who asks for the price of X in a text without X
 * finds no answer there.
 */
export function unreadNames(
  { question, versions }: Pick<Plan, 'question' | 'versions'>,
  readings: readonly Reading[],
): string[] {
  const read = readings
    .map(({ place, headings, text }) => [place.source, place.version, place.path, ...headings, text].join(' '))
    .join('\n')
    .toLowerCase();
  const isRead = (name: string) =>
    [name, name.replace(/s$/, ''), name.replace(/^v(?=\d)/, '')].some((form) => read.includes(form));
  const names = namesIn(question).filter((name) => !isRead(name.toLowerCase()));
  return [...new Set([...names, ...versions.filter((version) => !speaksOfVersion(read, version))])];
}

function namesIn(question: string): string[] {
  return [...question.matchAll(WORD)].flatMap(({ 0: word, index }) => {
    const isProper = CAPITALISED.test(word) && !BEGINS_SENTENCE.test(question.slice(Math.max(0, index - 4), index));
    return CODE_LIKE.test(word) || VERSION.test(word) || isProper ? [word] : [];
  });
}

function speaksOfVersion(text: string, version: string): boolean {
  const number = version.replace(VERSION_END, '').replace(/[^\w-]/g, String.raw`\$&`);
  return new RegExp(`(?<![\\d.])v?${number}(?!\\d)`).test(text);
}
