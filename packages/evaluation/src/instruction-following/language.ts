/**
 * Languages among IFEval's that are alone in writing their script, by ISO 639-1 code. The others share theirs
 * (Hindi with Marathi and Nepali, Bulgarian with Russian, German with English) and would need a trained detector.
 */
const SCRIPTS: Readonly<Record<string, string>> = {
  bn: 'Bengali',
  gu: 'Gujarati',
  he: 'Hebrew',
  kn: 'Kannada',
  ko: 'Hangul',
  ml: 'Malayalam',
  pa: 'Gurmukhi',
  ta: 'Tamil',
  te: 'Telugu',
  th: 'Thai',
};

/** Whether the script alone tells the language. */
export function isToldByScript(language: string): boolean {
  return Object.hasOwn(SCRIPTS, language);
}

export function isInLanguage(text: string, language: string): boolean {
  if (!isToldByScript(language)) throw new RangeError(`no way to tell the language "${language}"`);
  return isMostlyIn(text, SCRIPTS[language]!);
}

/** Whether more than half of the letters are of this script of Unicode; true for a text without letters. */
export function isMostlyIn(text: string, script: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? [];
  const ofScript = new RegExp(`\\p{Script=${script}}`, 'u');
  return letters.length === 0 || letters.filter((letter) => ofScript.test(letter)).length * 2 > letters.length;
}
