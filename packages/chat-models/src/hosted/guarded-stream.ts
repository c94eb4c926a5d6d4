import { ServiceError } from '@pareto/contracts';

interface Guard {
  /** The caller's. */
  readonly signal: AbortSignal | undefined;
  /** Silence after which the server counts as failed: until its first chunk, and between two. */
  readonly timeoutMs: number;
  readonly toFailure: (error: unknown) => ServiceError;
}

/**
 * The chunks of a stream. However it ends (the caller aborts or stops iterating, the server is silent or fails), the
 * connection to the server is closed.
 * @throws the reason of `signal`, or ServiceError `chat_model_failed` or whatever `toFailure` makes of an error.
 */
export async function* guardedStream(
  open: (signal: AbortSignal) => AsyncIterable<unknown> | Promise<AsyncIterable<unknown>>,
  { signal, timeoutMs, toFailure }: Guard,
): AsyncGenerator<unknown> {
  signal?.throwIfAborted();
  const connection = new AbortController();
  const leave = () => connection.abort();
  signal?.addEventListener('abort', leave, { once: true });
  let isSilent = false;
  const listen = () =>
    setTimeout(() => {
      isSilent = true;
      connection.abort();
    }, timeoutMs);
  let timer = listen();
  const check = () => {
    signal?.throwIfAborted();
    if (isSilent) throw new ServiceError('chat_model_failed', `nothing came from the server for ${timeoutMs} ms`);
  };
  try {
    for await (const chunk of await open(connection.signal)) {
      clearTimeout(timer);
      check();
      // The time that the consumer takes is not the server's.
      yield chunk;
      timer = listen();
    }
    // Clients end a stream quietly when it is aborted.
    check();
  } catch (error) {
    check();
    throw toFailure(error);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', leave);
    connection.abort();
  }
}
