/** One entry of a ranking. Rankings are sorted by falling score, ties by id, so that they are reproducible. */
export interface ScoredId {
  readonly id: string;
  readonly score: number;
}

/** The order of every ranking: higher scores first, then ids by code unit. */
export function byScore(a: ScoredId, b: ScoredId): number {
  return b.score - a.score || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
