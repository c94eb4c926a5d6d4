import { ServiceError } from '@pareto/contracts';
import { notFound } from '../aliases.ts';
import { LiveModel, type LiveModelEvent, type LiveModelOptions, type LiveModelStatus } from './live-model.ts';

/** Whether the registry itself answers, told when it changes. */
export type RegistryEvent = { readonly kind: 'registry'; readonly isDegraded: boolean };

export interface LiveModelsOptions<T> extends Omit<LiveModelOptions<T>, 'onEvent'> {
  readonly onEvent?: ((event: LiveModelEvent | RegistryEvent) => void) | undefined;
  /** Between two looks at the registry, in milliseconds. */
  readonly pollMs?: number | undefined;
}

const POLL_MS = 5_000;

/**
 * Every model of a registry, kept up to date by looking at it again and again. A model that the registry has no longer
 * goes on serving until the service starts anew: a volume that is away for a moment takes no model with it.
 */
export class LiveModels<T> {
  readonly #options: LiveModelsOptions<T>;
  readonly #models = new Map<string, LiveModel<T>>();
  #registryProblem: ServiceError | undefined;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> | undefined;
  #isClosed = false;
  #wasDegraded = false;

  constructor(options: LiveModelsOptions<T>) {
    this.#options = options;
  }

  /** Resolves after the first look, when every model that can be served is, and goes on looking. */
  async start(): Promise<void> {
    await this.refresh();
    this.#schedule();
  }

  get statuses(): LiveModelStatus[] {
    return [...this.#models.values()].map(({ status }) => status);
  }

  get isDegraded(): boolean {
    return this.#registryProblem !== undefined || this.statuses.some(({ isDegraded }) => isDegraded);
  }

  /** @throws ServiceError `model_not_found`, or why the registry could not even be listed. */
  get(name: string): LiveModel<T> {
    const model = this.#models.get(name);
    if (model) return model;
    if (this.#models.size === 0 && this.#registryProblem) throw this.#registryProblem;
    const known = [...this.#models.keys()].join(', ') || 'none';
    throw notFound(`model ${JSON.stringify(name)}; known: ${known}`, 'model');
  }

  /** Looks at the registry now; those who ask while it happens wait for the same look. */
  refresh(): Promise<void> {
    this.#round ??= this.#look().finally(() => {
      this.#round = undefined;
    });
    return this.#round;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await Promise.all([...this.#models.values()].map((model) => model.close()));
    await this.#round;
  }

  async #look(): Promise<void> {
    try {
      for (const name of await this.#options.registry.list()) {
        if (!this.#isClosed && !this.#models.has(name)) this.#models.set(name, new LiveModel(name, this.#options));
      }
      this.#registryProblem = undefined;
    } catch (error) {
      this.#registryProblem =
        error instanceof ServiceError
          ? error
          : new ServiceError('registry_unavailable', 'the models cannot be listed', { cause: error });
    }
    if (this.#isClosed) return;
    const isDegraded = this.#registryProblem !== undefined || this.#options.registry.isDegraded;
    if (isDegraded !== this.#wasDegraded) this.#options.onEvent?.({ kind: 'registry', isDegraded });
    this.#wasDegraded = isDegraded;
    await Promise.all([...this.#models.values()].map((model) => model.refresh()));
  }

  #schedule(): void {
    if (this.#isClosed) return;
    const again = () => void this.refresh().finally(() => this.#schedule());
    this.#timer = setTimeout(again, this.#options.pollMs ?? POLL_MS).unref();
  }
}
