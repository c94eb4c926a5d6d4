/** A signal that aborts with `outer`, or with `late(ms)` once `ms` have passed; without `ms` only with `outer`. */
export function timeLimit(
  outer: AbortSignal,
  ms: number | undefined,
  late: (ms: number) => Error,
): { readonly signal: AbortSignal; stop(): void } {
  if (ms === undefined) return { signal: outer, stop: () => {} };
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(late(ms)), ms);
  return { signal: AbortSignal.any([outer, controller.signal]), stop: () => clearTimeout(timer) };
}
