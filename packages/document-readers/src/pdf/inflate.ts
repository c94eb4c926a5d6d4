import { inflateSync } from 'node:zlib';

/** In bytes. What inflates to more is left to the parser, which does it piece by piece under the eyes of the watchdog. */
const MAX_INFLATED = 64 * 1_048_576;

/**
 * Makes the parser inflate content streams at once instead of through the web's streams, whose queues and ticks cost
 * several times the inflating. For processes that do nothing but read one document: it replaces a global.
 */
export function inflateAtOnce(): void {
  globalThis.DecompressionStream = new Proxy(globalThis.DecompressionStream, {
    construct: (original, [format]: ['deflate' | 'gzip' | 'deflate-raw']) =>
      format === 'deflate' ? new ImmediateInflate() : new original(format),
  });
}

/** The parts of a `DecompressionStream` that pdf.js uses: one write, one close, reads until the end. */
class ImmediateInflate {
  #inflated: Promise<Uint8Array> | undefined;

  readonly writable = {
    getWriter: () => ({
      write: async (bytes: Uint8Array) => {
        this.#inflated = new Promise((resolve) => resolve(inflateSync(bytes, { maxOutputLength: MAX_INFLATED })));
        await this.#inflated;
      },
      close: async () => {},
    }),
  };

  readonly readable = {
    getReader: () => ({
      read: async () => {
        const value = await this.#inflated;
        this.#inflated = undefined;
        return { value, done: value === undefined };
      },
    }),
  };
}
