const MARKS = /\p{M}/gu;
const MIN_STEM = 4;
/** Shorter words that share a beginning are mostly different words. */
const MIN_SHARED_PREFIX = 5;
const MIN_SHARED_SHARE = 0.7;

/** English and Spanish endings of inflection, longest first. */
const ENDINGS = [
  /^(.+)(?:aciones|acion|imiento|imientos)$/,
  /^(.+)(?:mente|ments?|ings?|iendo|ando)$/,
  /^(.+)(?:ions?|iones?|ados?|adas?|idos?|idas?|aron|ieron)$/,
  /^(.+)(?:ies|ied|ed|es|ly|er|ar|ir|an|en|os|as)$/,
  /^(.+)[eoasy]$/,
];

/** Lower case without compatibility forms and diacritics; the n of "año" keeps its tilde, which makes another letter. */
export function fold(word: string): string {
  return word
    .normalize('NFKD')
    .toLowerCase()
    .replace(/n\u0303/g, 'ñ')
    .replace(MARKS, '');
}

/** What the forms of a word have in common, roughly: for comparing, not for reading. */
export function stem(folded: string): string {
  for (const ending of ENDINGS) {
    const base = ending.exec(folded)?.[1];
    if (base !== undefined && base.length >= MIN_STEM) return undouble(base);
  }
  return folded.length > MIN_STEM ? undouble(folded) : folded;
}

/** "shipp" of "shipped" is "ship". */
function undouble(base: string): string {
  return base.length > MIN_STEM && base.at(-1) === base.at(-2) ? base.slice(0, -1) : base;
}

/** Whether two stems belong to words of one family: "probation" and "probationary". */
export function isSameFamily(a: string, b: string): boolean {
  if (a === b) return true;
  const longer = Math.max(a.length, b.length);
  if (Math.min(a.length, b.length) < MIN_SHARED_PREFIX || /\d/.test(a)) return false;
  let shared = 0;
  while (shared < longer && a[shared] === b[shared]) shared += 1;
  return shared >= MIN_SHARED_PREFIX && shared / longer >= MIN_SHARED_SHARE;
}
