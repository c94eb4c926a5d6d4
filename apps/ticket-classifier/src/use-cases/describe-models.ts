import { type ModelBundleManifest, ServiceError } from '@pareto/contracts';
import type { LiveModelStatus, LiveModels } from '@pareto/model-registry';
import type { LoadedModel } from '../models/bundle-loader.ts';

export interface ModelDescription {
  readonly status: LiveModelStatus;
  readonly isDefault: boolean;
  /** Of the version that serves; undefined while none does. */
  readonly manifest: ModelBundleManifest | undefined;
}

/** What there is to choose from, and going back where a new version was a mistake. */
export class DescribeModels {
  readonly #models: LiveModels<LoadedModel>;
  readonly #defaultModel: string;

  constructor(models: LiveModels<LoadedModel>, defaultModel: string) {
    this.#models = models;
    this.#defaultModel = defaultModel;
  }

  list(): Promise<ModelDescription[]> {
    return Promise.all(this.#models.statuses.map(({ name }) => this.describe(name)));
  }

  /** @throws ServiceError `model_not_found`. */
  async describe(name: string): Promise<ModelDescription> {
    const live = this.#models.get(name);
    const manifest = await live
      .use(async (serving) => serving.manifest)
      .catch((error: unknown) => {
        // That it does not serve is part of its status.
        if (error instanceof ServiceError) return undefined;
        throw error;
      });
    return { status: live.status, isDefault: name === this.#defaultModel, manifest };
  }

  /** @throws ServiceError `model_not_found`, `rollback_unavailable`, `registry_unavailable`, `model_untrusted`, … */
  async rollBack(name: string): Promise<ModelDescription> {
    await this.#models.get(name).rollBack();
    return await this.describe(name);
  }

  /** @throws ServiceError why the default model does not serve. */
  async requireDefault(): Promise<void> {
    await this.#models.get(this.#defaultModel).use(async () => undefined);
  }
}
