const BEFORE = /\b(?:no|not|none|never|neither|nor|cannot|nothing|without|lacks?)\b|n['’]t\b/i;
const AFTER = /\b(?:not|never|no longer|unknown|missing|nowhere|neither|no existe|tampoco)\b|n['’]t\b/i;
/** Between the word that denies and the term, UTF-16 code units. */
const REACH = 60;

/** Whether a sentence says of a term that it is not there: "there is no `x`", "`x` does not exist". */
export function isDenied(term: string, sentence: string): boolean {
  const at = sentence.indexOf(term);
  if (at === -1) return false;
  const before = sentence.slice(Math.max(0, at - REACH), at);
  const after = sentence.slice(at + term.length, at + term.length + REACH);
  // "No, use `x`" denies what was asked, not `x`.
  return BEFORE.test(before.replace(/^.*[,;:]/s, '')) || AFTER.test(after);
}
