import { average } from '@pareto/evaluation';
import type { Result } from './run.ts';

/** Lines between which a log, which cannot be rewritten, stays silent. */
const LOG_EVERY = 20;

/** One line on the terminal: cases answered, the score so far, the time left. */
export class Progress {
  readonly #name: string;
  readonly #out = process.stderr;
  #values: number[] = [];
  #asked = 0;
  #left = 0;
  #began = 0;

  constructor(name: string) {
    this.#name = name;
  }

  begin(earlier: readonly Result[], left: number): void {
    this.#values = earlier.flatMap(firstMeasure);
    this.#left = left;
    this.#began = performance.now();
    if (earlier.length > 0) this.#out.write(`${this.#name}: ${earlier.length} answered before, ${left} left\n`);
  }

  add(result: Result): void {
    this.#asked += 1;
    this.#left -= 1;
    this.#values.push(...firstMeasure(result));
    const secondsEach = (performance.now() - this.#began) / 1_000 / this.#asked;
    const line = `${this.#name}: ${this.#asked} answered, ${average(this.#values).toFixed(3)} so far, ${secondsEach.toFixed(1)} s each, ${Math.ceil((secondsEach * this.#left) / 60)} min left`;
    if (this.#out.isTTY) this.#out.write(`\r${line}\u001b[K`);
    else if (this.#asked % LOG_EVERY === 0 || this.#left === 0) this.#out.write(`${line}\n`);
  }

  end(): void {
    if (this.#out.isTTY && this.#asked > 0) this.#out.write('\n');
  }
}

function firstMeasure({ score }: Result): readonly number[] {
  return Object.values(score.values)[0] ?? [];
}
