/** Words of prose that are written as code is, and are names of things nobody exports. */
const NAMES_OF_THINGS = new Set(
  'javascript typescript github node.js next.js vue.js openapi graphql mongodb postgresql mysql sqlite websocket e.g i.e'.split(
    ' ',
  ),
);
const MAX_IDENTIFIERS = 8;
const MAX_LENGTH = 120;

const QUOTED = /`([^`\n]+)`/g;
/** `@scope/name`, with a version behind it or not. */
const SCOPED = /(?<![\w/])@[a-z0-9][\w.-]*\/[a-z0-9][\w.-]*/gi;
/** `createServer`, `FastifyInstance`, `request.body`, `MAX_SIZE`, `--watch`, `fetch()`. */
const CODE_WORDS = [
  /(?<![\w.$@/-])[a-z_$][\w$]*[a-z0-9][A-Z][\w$]*(?:\.[\w$]+)*/g,
  /(?<![\w.$@/-])[A-Z][a-z0-9]+(?:[A-Z][\w$]*)+(?:\.[\w$]+)*/g,
  /(?<![\w.$@/-])[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]+)+(?!\w)/g,
  /(?<![\w.$@/-])[A-Z][A-Z0-9]*_[A-Z0-9_]+/g,
  /(?<![\w-])--[a-z][\w-]+/g,
  /(?<![\w.$@/-])[A-Za-z_$][\w$]*(?=\(\))/g,
];
const FENCE = /```([\w-]*)\n([\s\S]*?)```/;
const FENCES = /```[\s\S]*?(?:```|$)/g;

/**
 * What a question names as code does: in backticks, in camel or dotted form, scoped packages, flags. In the order in which
 * they stand, each once, without what stands in a fenced block.
 */
export function identifiersOf(question: string): string[] {
  const prose = question.replace(FENCES, ' ');
  const found: { at: number; text: string }[] = [];
  for (const { index, 1: text } of prose.matchAll(QUOTED)) found.push({ at: index, text: text!.trim() });
  // What is quoted is taken whole; its parts are none of their own.
  const plain = prose.replace(QUOTED, (all) => ' '.repeat(all.length));
  for (const pattern of [SCOPED, ...CODE_WORDS]) {
    for (const { index, 0: text } of plain.matchAll(pattern)) found.push({ at: index, text });
  }
  const names = found
    .sort((a, b) => a.at - b.at || b.text.length - a.text.length)
    .filter(
      ({ at, text }, i, all) => !all.slice(0, i).some((other) => at < other.at + other.text.length && text !== ''),
    )
    .map(({ text }) => text)
    .filter((text) => text !== '' && text.length <= MAX_LENGTH && !NAMES_OF_THINGS.has(text.toLowerCase()));
  return [...new Set(names)].slice(0, MAX_IDENTIFIERS);
}

/** The code of the first fenced block of a question. */
export function snippetOf(question: string): string | undefined {
  return FENCE.exec(question)?.[2]?.trim() || undefined;
}

/** The language that its fence names, in small letters; empty where it names none. */
export function snippetLanguage(question: string): string {
  return FENCE.exec(question)?.[1]?.toLowerCase() ?? '';
}

/** A question without its fenced blocks. */
export function proseOf(question: string): string {
  return question.replace(FENCES, ' ').replace(/\s+/g, ' ').trim();
}

/** Whether an identifier can be the name of an export: no flag, path or package. */
export function isSymbolName(identifier: string): boolean {
  return /^[A-Za-z_$][\w$]*(?:[.#][A-Za-z_$][\w$]*)*(?:\(.*\))?$/.test(identifier);
}
