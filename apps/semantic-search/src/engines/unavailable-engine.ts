import { ServiceError } from '@pareto/contracts';
import type { EngineName, RankedDocument, SearchEngine } from './engine.ts';

/** Stands for an engine whose vectors do not exist here, and says why. */
export class UnavailableEngine implements SearchEngine {
  readonly scale = 'unavailable';
  readonly #error: ServiceError;

  constructor(name: EngineName, reason: string) {
    this.#error = new ServiceError('engine_unavailable', `engine "${name}" is not available: ${reason}`, {
      param: 'engine',
    });
  }

  rank(): Promise<RankedDocument[]> {
    return Promise.reject(this.#error);
  }
}
