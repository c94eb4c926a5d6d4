import type { BenchTicket } from './tickets.ts';

interface Answer {
  readonly answered_by: string;
  readonly model: { readonly version: number };
}

/** Calls the service as one caller. */
export class Client {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  classify(ticket: BenchTicket, model: string): Promise<Answer> {
    return this.#post('/v1/classify', { ...ticket, model });
  }

  async batch(tickets: readonly BenchTicket[], model: string): Promise<void> {
    const items = tickets.map((ticket, id) => ({ id, ...ticket }));
    const { results } = await this.#post<{ results: { problem?: object }[] }>('/v1/classify/batch', { items, model });
    const problem = results.find((result) => result.problem);
    if (problem) throw new Error(`not answered: ${JSON.stringify(problem)}`);
  }

  async #post<Result>(path: string, body: object): Promise<Result> {
    const answer = await fetch(this.#url + path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Result;
  }
}
