import { PeriodicTask } from '@pareto/service-kit';
import type { FastifyBaseLogger } from 'fastify';
import type { Memory } from './agent/store/memory.ts';
import type { OnIndexed, Sources } from './use-cases/sources.ts';

const INTERVAL_MS = 60_000;

/** What goes on beside the requests: the project is indexed at the start, and old conversations are forgotten. */
export class Background {
  readonly #sources: Sources;
  readonly #housekeeping: PeriodicTask;

  /** @param lifeMs how long a conversation is kept that nobody goes on with. */
  constructor({ sources, memory }: { sources: Sources; memory: Memory }, lifeMs: number) {
    this.#sources = sources;
    const forget = async () => {
      await memory.forgetUnusedSince(Date.now() - lifeMs);
    };
    this.#housekeeping = new PeriodicTask(forget, INTERVAL_MS);
  }

  begin(log: FastifyBaseLogger): void {
    this.#housekeeping.begin((err) => log.warn({ err }, 'housekeeping is left for later'));
    this.#sources
      .indexProject(indexingLog(log))
      .catch((err: unknown) => log.error({ err }, 'the project cannot be indexed'));
  }

  /** What is being indexed ends with the sources. */
  close(): Promise<void> {
    return this.#housekeeping.close();
  }
}

export function indexingLog(log: FastifyBaseLogger): OnIndexed {
  return ({ name, version }, problem) => {
    if (problem === undefined) log.info({ source: name, version }, 'indexed');
    else log.warn({ source: name, version, err: problem }, 'could not be indexed');
  };
}
