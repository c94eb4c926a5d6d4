const WIDTH = 30;
const REDRAW_MS = 100;
const LINE_EVERY = 0.25;

/** A bar that redraws itself on a terminal, and a line at each quarter elsewhere. */
export class ProgressBar {
  readonly #out: NodeJS.WriteStream;
  #drawnAt = 0;
  #printed = -1;
  #label = '';

  constructor(out: NodeJS.WriteStream) {
    this.#out = out;
  }

  update(label: string, done: number, total: number): void {
    const share = Math.min(1, done / total);
    if (label !== this.#label) this.#printed = -1;
    this.#label = label;
    const megabytes = `${(done / 1e6).toFixed(0)} of ${(total / 1e6).toFixed(0)} MB`;
    if (!this.#out.isTTY) {
      const quarter = Math.floor(share / LINE_EVERY);
      if (quarter > this.#printed) this.#out.write(`${label} ${Math.round(share * 100)} % (${megabytes})\n`);
      this.#printed = Math.max(quarter, this.#printed);
      return;
    }
    const now = performance.now();
    if (share < 1 && now - this.#drawnAt < REDRAW_MS) return;
    this.#drawnAt = now;
    const filled = Math.round(share * WIDTH);
    this.#out.write(`\r\x1b[2K${label} [${'█'.repeat(filled)}${'·'.repeat(WIDTH - filled)}] ${megabytes}`);
  }

  /** Prints a line above the bar. */
  notice(line: string): void {
    this.#out.write(this.#out.isTTY ? `\r\x1b[2K${line}\n` : `${line}\n`);
  }

  end(): void {
    if (this.#out.isTTY && this.#label) this.#out.write('\n');
  }
}
