import { ServiceError, type TextEmbedder, type TokenCounter } from '@pareto/contracts';

export interface PassageEmbedder {
  readonly embedder: TextEmbedder;
  /** Tokens as this embedder counts them. */
  readonly countTokens: TokenCounter;
}

export type EmbedderLoaders = Readonly<Record<string, () => Promise<PassageEmbedder>>>;

/** The embedders that this service can use, each loaded when first needed and kept. */
export class EmbedderPool {
  readonly #loaders: EmbedderLoaders;
  readonly #loaded = new Map<string, Promise<PassageEmbedder>>();

  constructor(loaders: EmbedderLoaders) {
    this.#loaders = loaders;
  }

  get ids(): string[] {
    return Object.keys(this.#loaders);
  }

  /** @throws ServiceError `index_model_mismatch` when no such embedder is configured. */
  load(id: string): Promise<PassageEmbedder> {
    const loader = Object.hasOwn(this.#loaders, id) ? this.#loaders[id] : undefined;
    if (!loader) {
      const detail = `embedder "${id}" is not configured here; available: ${this.ids.join(', ')}`;
      return Promise.reject(new ServiceError('index_model_mismatch', detail, { param: 'embedder' }));
    }
    let embedder = this.#loaded.get(id);
    if (!embedder) {
      embedder = loader();
      // A failed load (file missing, host away) is tried again by the next caller.
      embedder.catch(() => this.#loaded.delete(id));
      this.#loaded.set(id, embedder);
    }
    return embedder;
  }

  async close(): Promise<void> {
    const embedders = await Promise.allSettled(this.#loaded.values());
    await Promise.all(
      embedders.map((result) => (result.status === 'fulfilled' ? result.value.embedder.close() : undefined)),
    );
  }
}
