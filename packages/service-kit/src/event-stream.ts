export const EVENT_STREAM_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  // Proxies like nginx would collect the events otherwise.
  'x-accel-buffering': 'no',
} as const;

/** A comment line: proxies and clients pass it over, and it keeps a connection open. */
export function comment(text: string): string {
  return `: ${text}\n\n`;
}

/** An event with JSON data; without a name it is a `message`. */
export function dataEvent(data: object, name?: string, id?: string): string {
  const fields = [id === undefined ? '' : `id: ${id}\n`, name === undefined ? '' : `event: ${name}\n`].join('');
  return `${fields}data: ${JSON.stringify(data)}\n\n`;
}

/** The values of `source`; whenever none comes for `idleMs`, `filler` instead, as often as that happens. */
export async function* withFiller<T>(source: AsyncIterable<T>, idleMs: number, filler: T): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  try {
    let next = iterator.next();
    for (;;) {
      let timer: NodeJS.Timeout | undefined;
      const idle = new Promise<'idle'>((resolve) => {
        timer = setTimeout(resolve, idleMs, 'idle');
      });
      const result = await Promise.race([next, idle]).finally(() => clearTimeout(timer));
      if (result === 'idle') {
        yield filler;
        continue;
      }
      if (result.done) return;
      yield result.value;
      next = iterator.next();
    }
  } finally {
    await iterator.return?.();
  }
}
