import type { ModelBundleManifest, ModelVersion } from '@pareto/contracts';

/** A loaded model and what it was loaded from. */
export interface Serving<T> {
  readonly classifier: T;
  readonly model: ModelVersion;
  readonly manifest: ModelBundleManifest;
}

/** Counts who uses a loaded model, so that it is closed after the last has left and not before. */
export class LeasedModel<T> {
  readonly serving: Serving<T>;
  readonly #close: (classifier: T) => Promise<void>;
  readonly #closed = Promise.withResolvers<void>();
  #users = 0;
  #isRetired = false;

  constructor(serving: Serving<T>, close: (classifier: T) => Promise<void>) {
    this.serving = serving;
    this.#close = close;
  }

  async use<R>(work: (serving: Serving<T>) => Promise<R>): Promise<R> {
    this.#users += 1;
    try {
      return await work(this.serving);
    } finally {
      this.#users -= 1;
      if (this.#isRetired) this.#closeWhenIdle();
    }
  }

  /** Takes the model out of service for good. Resolves when it is closed; rejects when closing fails. */
  retire(): Promise<void> {
    if (!this.#isRetired) {
      this.#isRetired = true;
      this.#closeWhenIdle();
    }
    return this.#closed.promise;
  }

  #closeWhenIdle(): void {
    if (this.#users === 0) this.#close(this.serving.classifier).then(this.#closed.resolve, this.#closed.reject);
  }
}
