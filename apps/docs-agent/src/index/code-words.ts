const WORD = /[\p{L}\p{N}_$]{1,64}/gu;
const IDENTIFIER_CHARACTER = /[\p{L}\p{N}_$]/u;
/** Names that are written together with their marks: `setErrorHandler`, `max_tokens`, `@scope/name`, `--watch`. */
const MARKED_NAME = /@[\w.-]{1,214}\/[\w.-]{1,214}|--[A-Za-z][\w-]{1,64}/g;
const INNER_CAPITAL_OR_MARK = /.[A-Z_$]|[_$]/u;

/** The words of a text, each once, letter for letter. */
export function exactWords(text: string): Set<string> {
  return new Set(text.match(WORD));
}

/**
 * Terms under which a text is found only by just these letters, for a ranking by words: "=setErrorHandler". They stand
 * beside stems and parts, so that the exact name counts twice.
 */
export function exactTerms(text: string): string[] {
  const marked = text.match(MARKED_NAME) ?? [];
  const identifiers = (text.match(WORD) ?? []).filter((word) => INNER_CAPITAL_OR_MARK.test(word));
  return [...marked, ...identifiers].map((term) => `=${term}`);
}

/** Whether a term stands in a text, and not only as a part of a longer word. */
export function stands(term: string, text: string): boolean {
  for (let at = text.indexOf(term); at !== -1; at = text.indexOf(term, at + 1)) {
    const [before, after] = [text[at - 1] ?? '', text[at + term.length] ?? ''];
    const isCutBefore = isWord(term[0]!) && isWord(before);
    if (!isCutBefore && !(isWord(term.at(-1)!) && isWord(after))) return true;
  }
  return false;
}

function isWord(character: string): boolean {
  return IDENTIFIER_CHARACTER.test(character);
}
