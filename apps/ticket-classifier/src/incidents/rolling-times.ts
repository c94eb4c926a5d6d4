/** Times in order, of which those within a window count. */
export class RollingTimes {
  readonly #windowMs: number;
  #times: number[] = [];
  /** Where the window begins. What lies before it is dropped when it is half of all, so a time costs the same on the whole. */
  #start = 0;

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  add(time: number): void {
    this.#times.push(time);
  }

  get last(): number {
    return this.#times.at(-1)!;
  }

  /** How many lie within the window that ends now, and the first of them. */
  within(now: number): { readonly count: number; readonly first: number } {
    while (this.#times[this.#start]! <= now - this.#windowMs) this.#start += 1;
    if (this.#start > this.#times.length / 2) {
      this.#times = this.#times.slice(this.#start);
      this.#start = 0;
    }
    return { count: this.#times.length - this.#start, first: this.#times[this.#start] ?? now };
  }
}
