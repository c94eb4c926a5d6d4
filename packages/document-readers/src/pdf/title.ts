/** Names of files, and what programs write when nobody has named the document. */
const USELESS =
  /^(?:untitled|document|documento|sin título|.*\.(?:pdf|docx?|xlsx?|pptx?|html?|rtf|txt|indd|qxd)|[\P{L}]*|about:blank|https?:.*)$/iu;
const PROGRAM = /^microsoft (?:word|excel|powerpoint) - /i;

/** A title as a person would give it; empty where the file says nothing of use. */
export function titleOf(title: string): string {
  const named = title
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replace(PROGRAM, '')
    .trim();
  return USELESS.test(named) ? '' : named;
}
