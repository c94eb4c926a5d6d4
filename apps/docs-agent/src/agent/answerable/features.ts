import { languageOf } from '@pareto/grounding';
import { Analyzer } from '@pareto/retrieval';
import type { Plan } from '../plan.ts';
import type { Reading } from '../ports.ts';

/** What tells a question that the documentation answers from one that it does not. */
export interface Signs {
  /**
   * Natural logarithm of how likely the model begins to say that the excerpts do not answer; 0 is certain. The mean of
   * those that the weights were fitted on where no model tells.
   */
  readonly logDeclined: number;
  /** The largest cosine of what was read with what was searched for; a mean where nothing was found by meaning. */
  readonly similarity: number;
  /** Of the question's content words the share that stands in what was read. */
  readonly read: number;
  /** The same of the one stretch that has most of them. */
  readonly readAtOnce: number;
  /** Of the question's content words the share that stands nowhere in the sources that it is about. */
  readonly unfamiliar: number;
  /** 1 where an identifier of the question stands nowhere in them. */
  readonly unknownName: number;
}

const MIN_LOG = -8;
const MEAN_LOG_DECLINED = -0.8;
const MEAN_SIMILARITY = 0.6;
const ANALYZERS = { en: new Analyzer('en'), es: new Analyzer('es') };

export interface Asked {
  readonly plan: Pick<Plan, 'question' | 'english'>;
  readonly readings: readonly Reading[];
  /** Identifiers of the question, and its content words, that stand nowhere in the sources. */
  readonly unknown: readonly string[];
  readonly unfamiliar: number;
  /** How likely the model declines, 0 to 1. */
  readonly declined: number | undefined;
}

export function signsOf({ plan: { question, english }, readings, unknown, unfamiliar, declined }: Asked): Signs {
  const asked = english ?? question;
  const analyzer = ANALYZERS[english === undefined ? languageOf(question) : 'en'];
  const wanted = [...new Set(analyzer.terms(asked))];
  const texts = readings.map(
    ({ place, headings, text }) => new Set(analyzer.terms(`${place.source} ${headings.join(' ')} ${text}`)),
  );
  const similarities = readings.flatMap(({ similarity }) => similarity ?? []);
  const shareOf = (isThere: (term: string) => boolean) => wanted.filter(isThere).length / Math.max(1, wanted.length);
  return {
    logDeclined: declined === undefined ? MEAN_LOG_DECLINED : Math.max(MIN_LOG, Math.log(declined)),
    similarity: similarities.length > 0 ? Math.max(...similarities) : MEAN_SIMILARITY,
    read: shareOf((term) => texts.some((terms) => terms.has(term))),
    readAtOnce: Math.max(0, ...texts.map((terms) => shareOf((term) => terms.has(term)))),
    unfamiliar,
    unknownName: unknown.length > 0 ? 1 : 0,
  };
}
