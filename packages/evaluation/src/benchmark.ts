import { quantile } from './bootstrap.ts';

/** One table of a benchmark report. */
export interface Section {
  readonly title: string;
  /** What was measured and how, and what came out worse than a peer or a target. */
  readonly notes: readonly string[];
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  /** The figures behind the table, for the JSON file. */
  readonly data: unknown;
}

export interface Summary {
  readonly median: number;
  readonly p95: number;
  readonly min: number;
  readonly max: number;
  readonly samples: number;
}

/** Median and spread of repeated measurements. */
export function summarize(samples: readonly number[]): Summary {
  const sorted = [...samples].sort((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    p95: quantile(sorted, 0.95),
    min: quantile(sorted, 0),
    max: quantile(sorted, 1),
    samples: sorted.length,
  };
}
