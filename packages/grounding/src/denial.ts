import { analyse } from './analysis.ts';
import { coverageBy } from './coverage.ts';
import { contradicts } from './polarity.ts';
import type { Quote, Source } from './source.ts';
import { unitsOf } from './units.ts';

/** Of what a question asks, by weight, a sentence must say so much to decide it alone. */
const MIN_COVERAGE = 0.9;
/** What is longer decides seldom one thing, UTF-16 code units. */
const MAX_LENGTH = 400;

/**
 * The sentence or row that denies what a question asks whether it is so, speaking of nearly all of it: of "Can I stop an
 * instance that has a replica?" "You can't stop an instance that has a replica". Undefined where none does. Question and
 * sources are in one language.
 */
export function denialOf(question: string, sources: readonly Source[]): Quote | undefined {
  const claim = { text: question, analysis: analyse(question) };
  const denials = sources.flatMap((source, i) =>
    unitsOf(source).flatMap((unit) => {
      const { start, end } = unit;
      if (end - start > MAX_LENGTH) return [];
      const coverage = coverageBy(claim.analysis, [unit]);
      return coverage >= MIN_COVERAGE && contradicts(claim, unit) ? [{ source: i, start, end, coverage }] : [];
    }),
  );
  const [best] = denials.sort((a, b) => b.coverage - a.coverage);
  return best && { source: best.source, start: best.start, end: best.end };
}
