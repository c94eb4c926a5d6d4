import type { Plan } from '../plan.ts';
import type { Reading } from '../ports.ts';
import { unreadNames } from './unread-names.ts';

/** What tells a question that the documentation answers from one that it does not. */
export interface Signs {
  /** The largest cosine of what was read with what was searched for; a mean where nothing was found by meaning. */
  readonly similarity: number;
  /** Of the question's content words the share that stands nowhere in the sources that it is about. */
  readonly unfamiliar: number;
  /** 1 where an identifier of the question stands nowhere in them. */
  readonly unknownName: number;
  /** 1 where a name or version of the question stands in nothing that was read. */
  readonly unreadName: number;
}

const MEAN_SIMILARITY = 0.6;

export interface Asked {
  readonly plan: Pick<Plan, 'question' | 'versions'>;
  readonly readings: readonly Reading[];
  /** Identifiers of the question that stand nowhere in the sources. */
  readonly unknown: readonly string[];
  readonly unfamiliar: number;
}

export function signsOf({ plan, readings, unknown, unfamiliar }: Asked): Signs {
  const similarities = readings.flatMap(({ similarity }) => similarity ?? []);
  return {
    similarity: similarities.length > 0 ? Math.max(...similarities) : MEAN_SIMILARITY,
    unfamiliar,
    unknownName: unknown.length > 0 ? 1 : 0,
    unreadName: unreadNames(plan, readings).length > 0 ? 1 : 0,
  };
}
