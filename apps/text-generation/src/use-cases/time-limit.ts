export interface TimeLimit {
  readonly signal: AbortSignal;
  /** Ends what is limited now, for another reason than the time. */
  abort(reason: Error): void;
  /** What is limited is over. */
  stop(): void;
}

/** A signal that aborts with `outer`, or with `late(ms)` once `ms` have passed; without `ms` there is no limit. */
export function timeLimit(outer: AbortSignal, ms: number | undefined, late: (ms: number) => Error): TimeLimit {
  const controller = new AbortController();
  const timer = ms === undefined ? undefined : setTimeout(() => controller.abort(late(ms)), ms);
  return {
    signal: AbortSignal.any([outer, controller.signal]),
    abort: (reason) => controller.abort(reason),
    stop: () => clearTimeout(timer),
  };
}
