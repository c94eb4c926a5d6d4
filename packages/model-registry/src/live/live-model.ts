import { CHAMPION, type ModelRegistry, type ModelVersion, PREVIOUS, ServiceError } from '@pareto/contracts';
import { type AliasTable, notFound, versionBefore } from '../aliases.ts';
import type { LeasedModel, Serving } from './leased-model.ts';
import { loadModel, type ModelLoader } from './load-model.ts';

/** What happened to a model; each is told once. */
export type LiveModelEvent = { readonly name: string } & (
  | { readonly kind: 'swapped'; readonly version: number; readonly before: number | undefined }
  | { readonly kind: 'failed'; readonly version: number | undefined; readonly error: ServiceError }
  | { readonly kind: 'recovered' }
  | { readonly kind: 'close-failed'; readonly version: number; readonly error: unknown }
);

export interface LiveModelOptions<T> {
  readonly registry: ModelRegistry;
  readonly loader: ModelLoader<T>;
  readonly onEvent?: ((event: LiveModelEvent) => void) | undefined;
  /** What loading a bundle that is here, and its smoke texts, may take, in milliseconds. */
  readonly loadTimeoutMs?: number | undefined;
}

export interface LiveModelStatus {
  readonly name: string;
  readonly serving: ModelVersion | undefined;
  /** The version that is kept loaded, so that a roll-back takes no time. */
  readonly kept: ModelVersion | undefined;
  /** Whether something else serves than what should: the registry does not answer, or its champion failed. */
  readonly isDegraded: boolean;
  readonly problem: ServiceError | undefined;
}

const LOAD_TIMEOUT_MS = 120_000;

/**
 * The champion of one model, ready to serve. A new champion is loaded beside the old one and takes its place between two
 * requests; a request ends with the model that it began with. A version that fails changes nothing, is told once, and is
 * not tried again until its bundle or the champion is another.
 */
export class LiveModel<T> {
  readonly name: string;
  readonly #options: LiveModelOptions<T>;
  readonly #stop = new AbortController();
  #current: LeasedModel<T> | undefined;
  #kept: LeasedModel<T> | undefined;
  #problem: ServiceError | undefined;
  #rejected: ModelVersion | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(name: string, options: LiveModelOptions<T>) {
    this.name = name;
    this.#options = options;
  }

  get status(): LiveModelStatus {
    return {
      name: this.name,
      serving: this.#current?.serving.model,
      kept: this.#kept?.serving.model,
      isDegraded: this.#problem !== undefined || this.#options.registry.isDegraded,
      problem: this.#problem,
    };
  }

  /**
   * Lets a request use the model that serves now; it stays open until the work has settled.
   * @throws why none serves: `model_untrusted`, `model_load_failed`, `registry_unavailable` or `model_not_found`.
   */
  async use<R>(work: (serving: Serving<T>) => Promise<R>): Promise<R> {
    const current = this.#current;
    if (!current || this.#stop.signal.aborted) throw this.#problem ?? notFound(`champion of ${this.name}`, 'model');
    return await current.use(work);
  }

  /** Looks at the registry once and swaps where its champion is another. Failures go to `status` and `onEvent`. */
  refresh(): Promise<void> {
    return this.#inTurn(async () => {
      let champion: ModelVersion | undefined;
      try {
        champion = (await this.#aliases())[CHAMPION];
        if (!champion) throw notFound(`champion of ${this.name}`, 'model');
        if (isSame(champion, this.#rejected)) return;
        if (!isSame(champion, this.#current?.serving.model)) this.#swapTo(await this.#open(champion));
        this.#recover();
      } catch (error) {
        if (!this.#stop.signal.aborted) this.#fail(error, champion);
      }
    });
  }

  /**
   * Goes back to the version before, here and in the registry. When that fails all stays as it was.
   * @throws ServiceError `rollback_unavailable`, `registry_unavailable`, `model_untrusted` or `model_load_failed`.
   */
  rollBack(): Promise<ModelVersion> {
    return this.#inTurn(async () => {
      const aliases = await this.#aliases();
      const target = versionBefore(this.name, aliases);
      const next = await this.#open(target);
      const champion = aliases[CHAMPION];
      try {
        const remembered: AliasTable = champion ? { [PREVIOUS]: champion.version } : {};
        const versions = { [CHAMPION]: target.version, ...remembered };
        await this.#options.registry.setAliases(this.name, versions, { signal: this.#stop.signal });
      } catch (error) {
        if (next !== this.#current && next !== this.#kept) this.#retire(next);
        throw error;
      }
      this.#swapTo(next);
      this.#recover();
      return target;
    });
  }

  /** Takes no more requests, and resolves when those that run have left and the models are closed. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#turn;
    const open = [this.#current, this.#kept].filter((model) => model !== undefined);
    await Promise.all(open.map((model) => this.#retire(model)));
  }

  /** One change at a time, in the order in which they were asked for. */
  #inTurn<R>(work: () => Promise<R>): Promise<R> {
    const turn = this.#turn.then(() => {
      this.#stop.signal.throwIfAborted();
      return work();
    });
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  #aliases() {
    return this.#options.registry.aliases(this.name, { signal: this.#stop.signal });
  }

  async #open(model: ModelVersion): Promise<LeasedModel<T>> {
    const loaded = [this.#current, this.#kept].find((candidate) => isSame(candidate?.serving.model, model));
    if (loaded) return loaded;
    const { registry, loader, loadTimeoutMs = LOAD_TIMEOUT_MS } = this.#options;
    return await loadModel(registry, loader, model, { timeoutMs: loadTimeoutMs, signal: this.#stop.signal });
  }

  #swapTo(next: LeasedModel<T>): void {
    const before = this.#current;
    if (next === before) return;
    if (this.#kept && this.#kept !== next) this.#retire(this.#kept);
    this.#current = next;
    this.#kept = before;
    const { version } = next.serving.model;
    this.#tell({ kind: 'swapped', name: this.name, version, before: before?.serving.model.version });
  }

  #retire(model: LeasedModel<T>): Promise<void> {
    const { version } = model.serving.model;
    return model.retire().catch((error) => this.#tell({ kind: 'close-failed', name: this.name, version, error }));
  }

  #fail(error: unknown, champion: ModelVersion | undefined): void {
    const before = this.#problem;
    this.#problem = isServiceError(error)
      ? error
      : new ServiceError('internal_error', 'the model failed', { cause: error });
    const isOfRegistry = this.#problem.code === 'registry_unavailable' || this.#problem.code === 'registry_invalid';
    this.#rejected = champion && !isOfRegistry ? champion : this.#rejected;
    const isOld = before?.code === this.#problem.code && before.message === this.#problem.message;
    if (isOld && (isOfRegistry || !champion)) return;
    this.#tell({ kind: 'failed', name: this.name, version: champion?.version, error: this.#problem });
  }

  #recover(): void {
    const hadProblem = this.#problem !== undefined;
    this.#problem = undefined;
    this.#rejected = undefined;
    if (hadProblem) this.#tell({ kind: 'recovered', name: this.name });
  }

  #tell(event: LiveModelEvent): void {
    this.#options.onEvent?.(event);
  }
}

function isSame(a: ModelVersion | undefined, b: ModelVersion | undefined): boolean {
  return a !== undefined && a.version === b?.version && a.revision === b.revision;
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof ServiceError;
}
