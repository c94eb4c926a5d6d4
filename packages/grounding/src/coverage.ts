import type { Analysis, Term } from './analysis.ts';
import { figureStands } from './figure-match.ts';
import { ARTICLE_LIKE, type Figure } from './figures.ts';
import { spellsOut } from './initials.ts';
import { isSameFamily } from './stems.ts';
import { isSameMatter } from './synonyms.ts';
import type { Unit } from './units.ts';

const LIGHT_WEIGHT = 0.3;
const NAME_WEIGHT = 1.5;
const FIGURE_WEIGHT = 2;
/** What only the context of a quote says (heading, document, column) counts, but not in full. */
const CONTEXT_SHARE = 0.8;
/** Shorter names are found in other words by chance. */
const MIN_NAME_PART = 4;

/** Share of a text's weight that stands in the units or, counting less, in what is known of them. */
export function coverageBy(claim: Analysis, units: readonly Unit[]): number {
  const total = weightOf(claim);
  return total === 0 ? 0 : coveredBy(claim, units) / total;
}

/** The weight that stands there. */
export function coveredBy(claim: Analysis, units: readonly Unit[]): number {
  let covered = 0;
  for (const term of claim.terms) {
    if (units.some(({ analysis }) => hasTerm(analysis, term))) covered += weightOfTerm(term);
    else if (units.some((unit) => isInContext(term, unit))) covered += CONTEXT_SHARE * weightOfTerm(term);
  }
  for (const figure of claimedFigures(claim)) {
    if (units.some((unit) => figureStands(figure, unit, claim))) covered += FIGURE_WEIGHT;
  }
  return covered;
}

export function weightOf(claim: Analysis): number {
  return claim.terms.reduce((sum, term) => sum + weightOfTerm(term), 0) + FIGURE_WEIGHT * claimedFigures(claim).length;
}

/** The numbers that a text asserts: "one" and "un" are mostly articles. */
export function claimedFigures({ figures }: Analysis): Figure[] {
  return figures.filter(({ isSpelled, word }) => !isSpelled || !ARTICLE_LIKE.has(word));
}

/** Names of files run words together: "BESTBUY_2023" names Best Buy. What is spelled out need not stand as an acronym. */
export function isInContext(term: Term, { text, context, contextText, contextLetters }: Unit): boolean {
  const isPart = () => term.isName && term.folded.length >= MIN_NAME_PART && contextLetters.includes(term.folded);
  const isSpelledOut = () => term.isAcronym && [text, contextText].some((place) => spellsOut(place, term.folded));
  return hasTerm(context, term) || isPart() || isSpelledOut();
}

export function hasTerm({ terms, figures }: Analysis, { stem, isName, folded }: Term): boolean {
  const isSame = isName
    ? (term: Term) => term.stem === stem || term.folded === folded || isPlural(term.folded, folded)
    : (term: Term) => isSameFamily(term.stem, stem);
  if (terms.some(isSame)) return true;
  return /^\d+$/.test(folded) && figures.some(({ values }) => values.includes(Number(folded)));
}

/** "Sundays" are several of "Sunday", whichever is the name. */
function isPlural(a: string, b: string): boolean {
  return a === `${b}s` || b === `${a}s`;
}

/** Whether a text or what is known of it speaks of a term, be it in another word: for finding, not for judging. */
export function speaksOf(unit: Unit, term: Term): 'text' | 'context' | undefined {
  const isMeant = (other: Term) => !term.isName && isSameMatter(other.stem, term.stem);
  if (hasTerm(unit.analysis, term) || unit.analysis.terms.some(isMeant)) return 'text';
  return isInContext(term, unit) || unit.context.terms.some(isMeant) ? 'context' : undefined;
}

function weightOfTerm({ isName, isLight }: Term): number {
  return isLight ? LIGHT_WEIGHT : isName ? NAME_WEIGHT : 1;
}
