/**
 * Holds back the end of a text as long as it may become one of the stop texts, so that none of it is ever sent.
 */
export class StopTexts {
  readonly #stops: readonly string[];
  #held = '';

  constructor(stops: readonly string[]) {
    this.#stops = stops.filter((stop) => stop !== '');
  }

  /** @returns what is safe to send, and whether a stop text was met; after that nothing more may be pushed. */
  push(text: string): { text: string; stopped: boolean } {
    this.#held += text;
    const found = this.#stops
      .map((stop) => this.#held.indexOf(stop))
      .filter((at) => at >= 0)
      .sort((a, b) => a - b)[0];
    if (found !== undefined) return { text: this.#held.slice(0, found), stopped: true };
    const keep = Math.max(0, ...this.#stops.map((stop) => overlap(this.#held, stop)));
    const safe = this.#held.slice(0, this.#held.length - keep);
    this.#held = this.#held.slice(safe.length);
    return { text: safe, stopped: false };
  }

  end(): string {
    return this.#held;
  }
}

/** Length of the longest end of `text` with which `stop` begins, without being all of it. */
function overlap(text: string, stop: string): number {
  for (let length = Math.min(text.length, stop.length - 1); length > 0; length -= 1) {
    if (text.endsWith(stop.slice(0, length))) return length;
  }
  return 0;
}
