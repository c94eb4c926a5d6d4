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
  /** Why versions failed, by identity; they are not tried again. */
  readonly #rejected = new Map<string, ServiceError>();
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
      if (this.#stop.signal.aborted) return;
      let aliases: Readonly<Record<string, ModelVersion>> = {};
      try {
        aliases = await this.#aliases();
        const champion = aliases[CHAMPION];
        if (!champion) throw notFound(`champion of ${this.name}`, 'model');
        const rejection = this.#rejected.get(identity(champion));
        if (rejection) {
          this.#problem = rejection;
        } else {
          this.#swapTo(await this.#open(champion));
          this.#recover();
        }
      } catch (error) {
        this.#fail(error, aliases[CHAMPION]);
      }
      if (!this.#current) await this.#serveInstead(aliases[PREVIOUS]);
    });
  }

  /**
   * Goes back to the version before, here and in the registry. When that fails all stays as it was.
   * @throws ServiceError `rollback_unavailable`, `registry_unavailable`, `model_untrusted` or `model_load_failed`.
   */
  rollBack(): Promise<ModelVersion> {
    return this.#inTurn(async () => {
      this.#stop.signal.throwIfAborted();
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

  /** After a start with a champion that fails, the version before it is better than none. */
  async #serveInstead(previous: ModelVersion | undefined): Promise<void> {
    if (!previous || this.#rejected.has(identity(previous))) return;
    try {
      this.#swapTo(await this.#open(previous));
    } catch (error) {
      const problem = asProblem(error);
      if (!isOfRegistry(problem)) this.#rejected.set(identity(previous), problem);
    }
  }

  /** One change at a time, in the order in which they were asked for. */
  #inTurn<R>(work: () => Promise<R>): Promise<R> {
    const turn = this.#turn.then(work);
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
    if (this.#stop.signal.aborted) return;
    const before = this.#problem;
    const problem =
      error instanceof ServiceError
        ? error
        : new ServiceError('model_load_failed', 'the model failed', { cause: error });
    this.#problem = problem;
    const isRejection = champion !== undefined && !isOfRegistry(problem);
    if (isRejection) this.#rejected.set(identity(champion), problem);
    // What is tried again at each look, and fails alike, is told the first time.
    if (!isRejection && before?.code === problem.code && before.message === problem.message) return;
    this.#tell({ kind: 'failed', name: this.name, version: champion?.version, error: problem });
  }

  #recover(): void {
    const hadProblem = this.#problem !== undefined;
    this.#problem = undefined;
    this.#rejected.clear();
    if (hadProblem) this.#tell({ kind: 'recovered', name: this.name });
  }

  #tell(event: LiveModelEvent): void {
    this.#options.onEvent?.(event);
  }
}

function identity({ version, revision }: ModelVersion): string {
  return `${version}/${revision}`;
}

function isSame(a: ModelVersion | undefined, b: ModelVersion): boolean {
  return a !== undefined && identity(a) === identity(b);
}

/** Whether the registry is at fault, and not a bundle: that passes by itself, so it is tried again. */
function isOfRegistry({ code }: ServiceError): boolean {
  return code === 'registry_unavailable' || code === 'registry_invalid';
}

function asProblem(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  return new ServiceError('model_load_failed', 'the model could not be made ready', { cause: error });
}
