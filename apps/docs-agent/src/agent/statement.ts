import { languageOf } from '@pareto/grounding';
import { termsOfProse } from '../proof/code-terms.ts';
import type { ProofContext } from './ports.ts';

const CODE = /^\s*(?:```|~~~)/;
/** A heading, or what leads to a list or to code. */
const LEADS_ON = /^\s*#{1,6}\s|:\s*$/;
const LIST_MARK = /^\s*(?:[-*+•]|\d{1,2}[.)])(?:\s+|$)/;
const CITATIONS = /\[\d{1,3}(?:\s*,\s*\d{1,3})*\]/g;
/** What comes after it bears it out. */
const VERDICT = /^\W*(?:yes|no|sí|si)\W*$/iu;
const WORDS = /\p{L}{2,}/u;

/**
 * Whether a part of an answer states what could be borne out: then something must. What leads on states nothing, code is
 * judged by its names, and words of another language than all that was read compare with none of it.
 */
export function isStatement(part: string, { readings, results }: Pick<ProofContext, 'readings' | 'results'>): boolean {
  if (CODE.test(part) || LEADS_ON.test(part) || VERDICT.test(part)) return false;
  const prose = part.replace(LIST_MARK, '').replace(CITATIONS, '').trim();
  if (/\d/.test(prose) || termsOfProse(prose).length > 0) return true;
  const texts = [...readings, ...results].map(({ text }) => languageOf(text));
  return WORDS.test(prose) && (texts.length === 0 || texts.includes(languageOf(prose)));
}
