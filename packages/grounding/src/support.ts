import { isAnotherRowNamed } from './assignment.ts';
import { beyondQuestion, type Claim, claimOf } from './claim.ts';
import { holds } from './conditions.ts';
import { coverageBy, coveredBy, hasTerm } from './coverage.ts';
import { languageOf } from './language.ts';
import type { Quote, Source } from './source.ts';
import { type Unit, unitsOf } from './units.ts';

export interface Support {
  readonly supported: boolean;
  /** Share of what the sentence says that the quotes bear out, 0 to 1. */
  readonly score: number;
  /** The sentences or rows that bear it out, best first; those that come nearest where none does. */
  readonly quotes: readonly Quote[];
}

/** Of what a sentence says, by weight, its quotes must bear out so much. */
const MIN_COVERAGE = 0.55;
/** And of what it says beyond its question, where what the question means bears it out. */
const MIN_TOLD = 0.8;
const CANDIDATES = 8;
const MAX_QUOTES = 3;
/** A further quote must add so much: a word of weight, not one of those that stand anywhere. */
const MIN_GAIN = 0.9;
const NOTHING: Support = { supported: false, score: 0, quotes: [] };

const CLAUSES = /(?:,|;)\s+(?:and|y|while|mientras que)\s+|;\s+/iu;

export interface SupportOptions {
  /** Sentences and rows that come nearest to the question, best first. */
  readonly meant?: readonly Quote[] | undefined;
}

interface Candidate {
  readonly source: number;
  readonly unit: Unit;
}

/**
 * Whether a source says what a sentence says. Its words are aligned with the best sentence or table row of the
 * sources, or as few of one source as it takes, three at most: most of its content words must stand there, every number (in any
 * notation, and in the row and under the year that the sentence names) and every name (there, or in the source's
 * context), and neither may deny the other.
 *
 * @param question what the sentence answers: its names are names in the sentence too, wherever they stand, and a
 *   sentence of hardly more than a number is read as said of it.
 * @param options what the question means, if that is known: a sentence may take up the question in other words where
 *   the rest of it stands there.
 */
export function supportOf(
  sentence: string,
  sources: readonly Source[],
  question = '',
  { meant = [] }: SupportOptions = {},
): Support {
  const whole = supportOfClaim(sentence, sources, question);
  if (whole.supported) return whole;
  // "A is 5, and B is 7": two pages may say the two.
  const clauses = sentence.split(CLAUSES);
  const parts = clauses.length === 1 ? [] : clauses.map((clause) => supportOfClaim(clause, sources, question));
  if (parts.length > 0 && parts.every(({ supported }) => supported)) {
    return {
      supported: true,
      score: Math.min(...parts.map(({ score }) => score)),
      quotes: parts.flatMap(({ quotes }) => quotes),
    };
  }
  return answerIn(sentence, sources, question, meant) ?? whole;
}

/**
 * What a sentence says beyond its question, in what the question means: that may take it up in any words. Of a source in
 * another language its names and figures, since words of two languages do not compare.
 */
function answerIn(
  sentence: string,
  sources: readonly Source[],
  question: string,
  meant: readonly Quote[],
): Support | undefined {
  const claim = claimOf(sentence, question);
  if (!claim) return undefined;
  const beyond = beyondQuestion(claim);
  const named = { ...beyond, terms: beyond.terms.filter(({ isName }) => isName) };
  for (const { source, start, end } of meant) {
    const units = unitsOf(sources[source]!);
    const unit = units.find((candidate) => candidate.start === start);
    if (!unit || isAnotherRowNamed(claim, unit, units)) continue;
    const told = languageOf(sources[source]!.text) === languageOf(sentence) ? beyond : named;
    const score = coverageBy(told, [unit]);
    if (score >= MIN_TOLD && holds(claim, [unit], { isMeant: true })) {
      return { supported: true, score, quotes: [{ source, start, end }] };
    }
  }
  return undefined;
}

function supportOfClaim(sentence: string, sources: readonly Source[], question: string): Support {
  const claim = claimOf(sentence, question);
  if (!claim) return NOTHING;
  const ranked = sources
    .flatMap((source, i) => unitsOf(source).map((unit): Candidate => ({ source: i, unit })))
    .map((candidate) => ({ candidate, coverage: coverageBy(claim.analysis, [candidate.unit]) }))
    .filter(({ coverage }) => coverage > 0)
    .sort((a, b) => b.coverage - a.coverage)
    .slice(0, CANDIDATES)
    .map(({ candidate }) => candidate);
  let best = NOTHING;
  for (const first of ranked) {
    for (const chosen of growing(claim, first, ranked)) {
      const units = chosen.map(({ unit }) => unit);
      const score = coverageBy(claim.analysis, units);
      const isSaid = score >= MIN_COVERAGE && coverageBy(claim.own, units) >= MIN_COVERAGE;
      const supported = isSaid && holds(claim, units);
      if (supported === best.supported ? score > best.score : supported)
        best = { supported, score, quotes: (supported ? telling(claim, chosen) : chosen).map(quoteOf) };
      // Fewer quotes say it more plainly.
      if (supported) break;
    }
  }
  return best;
}

/**
 * One candidate; with the one that adds most to it; and with a third. All of one source: what one page says of one thing
 * and another page of another adds up to sentences that neither says.
 */
function* growing(claim: Claim, first: Candidate, ranked: readonly Candidate[]): Generator<Candidate[]> {
  let chosen = [first];
  yield chosen;
  while (chosen.length < MAX_QUOTES) {
    const units = chosen.map(({ unit }) => unit);
    const covered = coveredBy(claim.analysis, units);
    let gain = MIN_GAIN;
    let next: Candidate | undefined;
    for (const candidate of ranked) {
      if (candidate.source !== first.source) continue;
      const gained = coveredBy(claim.analysis, [...units, candidate.unit]) - covered;
      if (gained > gain) [gain, next] = [gained, candidate];
    }
    if (!next) return;
    chosen = [...chosen, next];
    yield chosen;
  }
}

/** Of the candidates that bear a claim out together, those that tell more than the question already says. */
function telling({ analysis, asked }: Claim, chosen: readonly Candidate[]): readonly Candidate[] {
  const told = { ...analysis, terms: analysis.terms.filter((term) => !hasTerm(asked, term)) };
  const tells = (candidates: readonly Candidate[]) =>
    coveredBy(
      told,
      candidates.map(({ unit }) => unit),
    );
  let kept = chosen;
  for (const candidate of chosen.toReversed()) {
    const others = kept.filter((other) => other !== candidate);
    if (others.length > 0 && tells(others) >= tells(kept)) kept = others;
  }
  return kept;
}

function quoteOf({ source, unit: { start, end } }: Candidate): Quote {
  return { source, start, end };
}
