import { ServiceError } from '@pareto/contracts';

/** Holds the number of tickets that are in work at one time: who would wait too long is told so at once. */
export class Admission {
  readonly #limit: number;
  #inWork = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get inWork(): number {
    return this.#inWork;
  }

  /** A request that alone has more than the limit is let in when there is no other. @throws ServiceError `queue_full`. */
  async run<Result>(tickets: number, work: () => Promise<Result>): Promise<Result> {
    if (this.#inWork > 0 && this.#inWork + tickets > this.#limit) {
      const detail = `${this.#inWork} tickets are being classified; the limit is ${this.#limit}`;
      throw new ServiceError('queue_full', detail, { retryAfterSeconds: 1 });
    }
    this.#inWork += tickets;
    try {
      return await work();
    } finally {
      this.#inWork -= tickets;
    }
  }
}
