/** The call took longer than it may. */
export class DeadlineExceeded extends Error {}

/**
 * What `work` gives, if it does so within `ms`. Later its signal is aborted, and nobody waits for it any more, even
 * when it ignores the signal.
 * @throws DeadlineExceeded; the reason of `caller` when that aborts.
 */
export async function withDeadline<T>(
  ms: number,
  caller: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const { promise: cut, reject } = Promise.withResolvers<never>();
  const stop = (reason: unknown) => {
    reject(reason);
    controller.abort(reason);
  };
  const leave = () => stop(caller?.reason);
  const timer = setTimeout(() => stop(new DeadlineExceeded(`longer than ${ms} ms`)), ms);
  caller?.addEventListener('abort', leave, { once: true });
  try {
    caller?.throwIfAborted();
    return await Promise.race([work(controller.signal), cut]);
  } finally {
    clearTimeout(timer);
    caller?.removeEventListener('abort', leave);
  }
}
