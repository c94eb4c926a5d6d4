/** A comment line: proxies and clients pass it over, and it keeps a connection open. */
export function comment(text: string): string {
  return `: ${text}\n\n`;
}

export function dataEvent(data: object): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}

export const DONE = 'data: [DONE]\n\n';

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
