import type { ModelBundleManifest } from './model-bundle.ts';

/** The version that serves. */
export const CHAMPION = 'champion';
/** The version that served before, to which a model can be rolled back. */
export const PREVIOUS = 'previous';

/** One version of a registered model. */
export interface ModelVersion {
  readonly name: string;
  /** Counts from 1; what the registry says, whatever the manifest does. */
  readonly version: number;
  /** Changes whenever the bundle of this version does: a version with a revision that failed need not be tried again. */
  readonly revision: string;
}

/** A bundle on this machine whose files are those that its manifest lists. */
export interface LocatedBundle {
  readonly model: ModelVersion;
  readonly folder: string;
  readonly manifest: ModelBundleManifest;
}

export interface RegistryOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * Knows which versions of which models there are, and which of them is to serve.
 * Every method may throw ServiceError `registry_unavailable` (retryable) or `registry_invalid`; those that name a model,
 * `model_not_found`.
 */
export interface ModelRegistry {
  /** Whether the last answer came from a copy, since the registry itself did not answer. */
  readonly isDegraded: boolean;
  /** Names of the models, sorted. */
  list(options?: RegistryOptions): Promise<readonly string[]>;
  /** The versions of a model that have a name, by that name. */
  aliases(name: string, options?: RegistryOptions): Promise<Readonly<Record<string, ModelVersion>>>;
  /**
   * Gives versions names, in the order of the record; takes them from those that had them.
   * @throws `model_not_found` when there is no such version.
   */
  setAliases(name: string, versions: Readonly<Record<string, number>>, options?: RegistryOptions): Promise<void>;
  /** Brings the bundle of a version onto this machine and checks it. @throws `model_untrusted`. */
  locate(model: ModelVersion, options?: RegistryOptions): Promise<LocatedBundle>;
}
