const WORD = /[\p{L}\p{N}_$]{1,64}/gu;
const IDENTIFIER_CHARACTER = /[\p{L}\p{N}_$]/u;
/** Names that are written together with their marks: `setErrorHandler`, `max_tokens`, `@scope/name`, `--watch`. */
const CODE_TERM =
  /@[\w.-]+\/[\w.-]+|--[A-Za-z][\w-]+|[\p{L}_$][\p{L}\p{N}_$]*(?:[A-Z_$]|\p{Ll}\p{Lu})[\p{L}\p{N}_$]*/gu;

/** The words of a text, each once, letter for letter. */
export function exactWords(text: string): Set<string> {
  return new Set(text.match(WORD));
}

/**
 * Terms under which a text is found only by just these letters, for a ranking by words: "=setErrorHandler". They stand
 * beside stems and parts, so that the exact name counts twice.
 */
export function exactTerms(text: string): string[] {
  return (text.match(CODE_TERM) ?? []).map((term) => `=${term}`);
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
