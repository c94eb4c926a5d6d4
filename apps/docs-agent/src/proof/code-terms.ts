/** A word of an answer that looks like code, and must stand somewhere in the documentation. */
export interface CodeTerm {
  readonly kind: 'identifier' | 'option' | 'path' | 'url';
  readonly text: string;
  /** Where it stands in the text, UTF-16 code units. */
  readonly start: number;
  readonly end: number;
}

export const URL_IN_TEXT = /\bhttps?:\/\/[^\s<>"'`\])]+[^\s<>"'`\]).,;:!?*_]/giu;
export const INLINE_CODE = /(`+)(?!`)([\s\S]*?[^`])\1(?!`)/g;

const QUOTED = /(["'])(?:(?!\1)[^\\\n]|\\.)*\1/g;
const OPTION = /(?<![\w-])--?[A-Za-z][\w-]*/g;
const PATH = /(?<![\w./@-])(?:\.{0,2}\/)?(?:@?[\w.-]+\/)+[\w.-]+/g;
const FILE =
  /(?<![\w./@-])(?:\.{0,2}\/)?(?:@?[\w.-]+\/)*[\w-]+(?:\.[\w-]+)*\.(?:md|mdx|json|jsonc|ya?ml|toml|[cm]?[jt]sx?|html|css|env|lock|sh|py)\b/g;
const IDENTIFIER = /(?<![\w$.-])[\p{L}_$][\w$]*(?:-[\w$]+)*(?:(?:\?)?[.#][\p{L}_$][\w$]*)*/gu;
/** In prose only what nobody writes without meaning code: `maxTokens`, `read_page`, `listen()`, `app.listen`. */
const CALL_IN_PROSE = /(?<![\w$.@/-])[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*(?=\(\))/g;
const HUMPS_IN_PROSE = /(?<![\w$.@/-])(?:[a-z]+[A-Z]\w*|[A-Za-z]+_\w+)(?![\w$/@-])/g;
const OPTION_IN_PROSE = /(?<![\w-])--[A-Za-z][\w-]+/g;

/** Of the language rather than of any library, and literals. */
const LANGUAGE = new Set(
  `any as async await bigint boolean break case catch class const continue debugger declare default delete do else enum
  export extends false finally for from function get if implements import in infer instanceof interface is keyof let
  namespace never new null number object of override private protected public readonly require return satisfies set static
  string super switch symbol this throw true try type typeof undefined unique unknown using var void while with yield
  NaN Infinity Array ArrayBuffer Boolean Buffer Date Error Function JSON Map Math Number Object Promise Proxy Reflect
  RegExp Set String Symbol Uint8Array WeakMap WeakSet console process globalThis`.split(/\s+/),
);

export function isOfLanguage(word: string): boolean {
  return LANGUAGE.has(word) || /^[\d.]+$/.test(word);
}

/** The words of an answer's prose that look like code: all between backticks, and what cannot be anything else outside. */
export function termsOfProse(prose: string): CodeTerm[] {
  const urls = termsBy(URL_IN_TEXT, 'url', prose);
  const outside = blanked(prose, [...urls, ...spans(INLINE_CODE, prose)]);
  const inside = [...prose.matchAll(INLINE_CODE)].flatMap(({ index, 1: marks, 2: code }) =>
    termsOfCode(code!).map((term) => shifted(term, index + marks!.length)),
  );
  return [
    ...urls.filter((url) => !inside.some((term) => term.kind === 'url' && term.start === url.start)),
    ...inside,
    ...termsBy(OPTION_IN_PROSE, 'option', outside),
    ...firstOf(termsBy(FILE, 'path', outside), termsBy(CALL_IN_PROSE, 'identifier', outside)).filter(isNoProduct),
    ...termsBy(HUMPS_IN_PROSE, 'identifier', outside),
  ];
}

/** "Node.js" is no file. */
function isNoProduct({ text }: CodeTerm): boolean {
  return !/^[A-Z][a-z]+\.js$/.test(text);
}

/** The words of a stretch of code in any language. What stands in quotes is the writer's own. */
export function termsOfCode(code: string): CodeTerm[] {
  const urls = termsBy(URL_IN_TEXT, 'url', code);
  const rest = blanked(code, urls);
  const isQuotedWhole = /^\s*(["'])[^"']*\1\s*$/.test(code);
  const unquoted = isQuotedWhole ? rest : blanked(rest, spans(QUOTED, rest));
  const paths = firstOf(termsBy(PATH, 'path', unquoted), termsBy(FILE, 'path', unquoted));
  const options = termsBy(OPTION, 'option', blanked(unquoted, paths));
  const identifiers = termsBy(IDENTIFIER, 'identifier', blanked(unquoted, [...paths, ...options]));
  return [...urls, ...paths, ...options, ...identifiers.filter(({ text }) => !isOfLanguage(text))];
}

type Span = Pick<CodeTerm, 'start' | 'end'>;

/** Both, but nothing twice. */
function firstOf(first: readonly CodeTerm[], second: readonly CodeTerm[]): CodeTerm[] {
  return [...first, ...second.filter((term) => !first.some(({ start, end }) => term.start < end && start < term.end))];
}

function termsBy(pattern: RegExp, kind: CodeTerm['kind'], text: string): CodeTerm[] {
  return spans(pattern, text).map(({ start, end }) => ({ kind, text: text.slice(start, end), start, end }));
}

function spans(pattern: RegExp, text: string): Span[] {
  return [...text.matchAll(pattern)].map(({ index, 0: found }) => ({ start: index, end: index + found.length }));
}

/** The same text with spaces where the spans are: places stay. */
export function blanked(text: string, places: readonly Span[]): string {
  let result = text;
  for (const { start, end } of places) {
    result = result.slice(0, start) + ' '.repeat(end - start) + result.slice(end);
  }
  return result;
}

function shifted({ start, end, ...term }: CodeTerm, by: number): CodeTerm {
  return { ...term, start: start + by, end: end + by };
}
