import type { Analysis, Term } from './analysis.ts';
import { fold, isSameFamily } from './stems.ts';
import { NEGATORS } from './stop-words.ts';

/** Words of opposite meaning, each side by the beginnings of its words, folded. */
const OPPOSITES: readonly (readonly [RegExp, RegExp])[] = [
  pair(
    'increas rise rose risen risin grew grow gain higher up upward improv aument crec subi sube suben alza mejor',
    'decreas declin fell fall drop cut cuts reduc lower down shrank shrink disminu baj cay caid descen empeor',
  ),
  pair('more above over exceed mas superior supera', 'less fewer below under menos inferior'),
  pair('before prior antes previ', 'after despues'),
  pair('minimum least minim', 'maximum most maxim'),
  pair('allow permit may permit autoriz', 'prohibit forbid forbidden banned disallow prohib'),
  pair('include inclu', 'exclud except exclu except'),
  pair('mandatory obligator compulsory oblig', 'optional voluntar opcional'),
  pair('profit benefici gananci', 'loss losses perdid'),
  pair('buy bought purchas acquir compr adquir', 'sell sold divest vend'),
  pair('encrypted cifrad', 'unencrypted'),
  pair('paid', 'unpaid'),
  pair('first primer', 'last ultim'),
];
/** These stand in tables and headings for what goes up or down without saying which. */
const BOTH_WAYS = /\b(?:increase|decrease|gain|loss)[s]?\s*(?:\/|\(|or)\s*\(?(?:increase|decrease|gain|loss|less)/i;
/** What comes after them is not so: "random rather than spectral". */
const PREFERENCES = /\b(?:rather than|instead of|en lugar de|en vez de)\b/giu;
/** Share of its words that a clause has in common with another about the same matter. */
const SAME_MATTER = 0.6;
const CLAUSE_END =
  /[;:!?|,]|\.(?!\d)|\b(?:but|unless|except|pero|salvo|sino|excepto|because|porque|which|that|and|y)\b/giu;

type Said = { readonly text: string; readonly analysis: Analysis };

interface Clause {
  readonly terms: readonly Term[];
  /** The first word after each of its negators. */
  readonly negated: readonly Term[];
  readonly isNegative: boolean;
}

/** Whether one of two texts denies what the other says, as far as their shared words tell. */
export function contradicts(claim: Said, evidence: Said): boolean {
  const said = clausesOf(claim);
  const stands = clausesOf(evidence);
  return denies(said, stands) || denies(stands, said) || pointsElsewhere(claim.text, evidence.text);
}

/**
 * A word that `one` negates stands in a clause of `other` without negation. Where the negated word is one for which
 * others do as well ("not required", "no need"), the clauses must share most of their other words.
 */
function denies(one: readonly Clause[], other: readonly Clause[]): boolean {
  return one.some((clause) =>
    clause.negated.some((term) => {
      const holding = other.filter(({ terms }) => has(terms, term));
      if (holding.length > 0) return holding.every(({ isNegative }) => !isNegative);
      return term.isLight && other.some((candidate) => !candidate.isNegative && isAbout(candidate, clause));
    }),
  );
}

function isAbout(a: Clause, b: Clause): boolean {
  const words = a.terms.filter(({ isLight }) => !isLight);
  return words.length > 0 && words.filter((term) => has(b.terms, term)).length / words.length >= SAME_MATTER;
}

function has(terms: readonly Term[], { stem }: Term): boolean {
  return terms.some((candidate) => isSameFamily(candidate.stem, stem));
}

function clausesOf({ text, analysis }: Said): Clause[] {
  const ends = [CLAUSE_END, PREFERENCES]
    .flatMap((pattern) => [...text.matchAll(pattern)].map(({ index }) => index))
    .sort((a, b) => a - b);
  const negators = negatorsOf(text);
  return [...ends, text.length].map((end, i) => {
    const start = ends[i - 1] ?? 0;
    const terms = analysis.terms.filter((term) => term.start >= start && term.start < end);
    const own = negators.filter((place) => place > start && place <= end);
    return {
      terms,
      negated: own.flatMap((place) => terms.find((term) => term.start >= place) ?? []),
      isNegative: own.length > 0,
    };
  });
}

/** Where each negator ends. */
function negatorsOf(text: string): number[] {
  const preferred = [...text.matchAll(PREFERENCES)].map(({ index, 0: words }) => index + words.length);
  const denied = [...text.matchAll(/\p{L}+n['’]t\b|\p{L}+(?!\.\s?\d)/giu)].flatMap(({ index, 0: word }) =>
    NEGATORS.has(fold(word)) || /n['’]t$/i.test(word) ? [index + word.length] : [],
  );
  return [...denied, ...preferred];
}

/** The claim goes up where the evidence only goes down, is before where that is only after, and so on. */
function pointsElsewhere(claim: string, evidence: string): boolean {
  if (BOTH_WAYS.test(evidence)) return false;
  const said = wordsOf(claim);
  const stands = wordsOf(evidence);
  return OPPOSITES.some(([a, b]) => {
    const [claimA, claimB] = [said.some((word) => a.test(word)), said.some((word) => b.test(word))];
    const [evidenceA, evidenceB] = [stands.some((word) => a.test(word)), stands.some((word) => b.test(word))];
    return (claimA && !claimB && evidenceB && !evidenceA) || (claimB && !claimA && evidenceA && !evidenceB);
  });
}

/** Whether the text says that something went up (1), down (-1), or neither or both (0). */
export function directionOf(text: string): -1 | 0 | 1 {
  const [up, down] = OPPOSITES[0]!;
  const words = wordsOf(text);
  const rises = words.some((word) => up.test(word));
  const falls = words.some((word) => down.test(word));
  return rises === falls ? 0 : rises ? 1 : -1;
}

/** Whether the text says at all that something goes up or down. */
export function namesDirection(text: string): boolean {
  return wordsOf(text).some((word) => OPPOSITES[0]!.some((side) => side.test(word)));
}

/** "Climb down" and "sign up" tell no direction. */
const OF_VERBS =
  /(?<=\b(?:back|br(?:eak|oke)|clos|clean|climb|cool|follow|hand|look|mak|pick|put|set|shut|sign|sit|stand|start|step|sum|tear|turn|writ)\p{L}*\s+)(?:up|down)\b/giu;

function wordsOf(text: string): string[] {
  return (text.replace(OF_VERBS, ' ').match(/\p{L}+/gu) ?? []).map(fold);
}

function pair(a: string, b: string): [RegExp, RegExp] {
  return [beginnings(a), beginnings(b)];
}

/** Short words must match whole: "up" is not in "upon". */
function beginnings(list: string): RegExp {
  const alternatives = list.split(' ').map((word) => (word.length <= 4 ? `${word}$` : word));
  return new RegExp(`^(?:${alternatives.join('|')})`);
}
