import { type LocatedBundle, type ModelRegistry, type ModelVersion, ServiceError } from '@pareto/contracts';
import { LeasedModel } from './leased-model.ts';
import { checkSmoke, type SmokeAnswer } from './smoke.ts';

/** How an app makes something that serves from a bundle. */
export interface ModelLoader<T> {
  load(bundle: LocatedBundle, signal: AbortSignal): Promise<T>;
  /** What the model says to each text, by head, every label; asked with the manifest's smoke texts before the model serves. */
  answer(classifier: T, texts: readonly string[], signal: AbortSignal): Promise<readonly SmokeAnswer[]>;
  /** Called once for each model that was loaded, when nobody uses it any more. */
  close(classifier: T): Promise<void>;
}

export interface LoadOptions {
  /** For loading and the smoke texts together, in milliseconds. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * Brings a version here, checks it, loads it and asks it its smoke texts.
 * @throws ServiceError `model_untrusted`, `model_load_failed`, or a code of the registry; nothing stays loaded then.
 */
export async function loadModel<T>(
  registry: ModelRegistry,
  loader: ModelLoader<T>,
  model: ModelVersion,
  options: LoadOptions,
): Promise<LeasedModel<T>> {
  const bundle = await registry.locate(model, { signal: options.signal });
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(options.timeoutMs)]);
  const loading = loader.load(bundle, signal);
  const classifier: T = await untilAborted<T>(loading, signal).catch((error: unknown): never => {
    // A loader that heeds no signal may still come to an end; what it made is not wanted then.
    loading.then((late) => loader.close(late)).catch(() => undefined);
    throw loadFailed(error);
  });
  const texts = bundle.manifest.smoke.map(({ text }) => text);
  try {
    const answers = await untilAborted(loader.answer(classifier, texts, signal), signal).catch((error) => {
      throw loadFailed(error);
    });
    checkSmoke(bundle.manifest.smoke, answers);
  } catch (error) {
    await loader.close(classifier);
    throw error;
  }
  return new LeasedModel({ classifier, model, manifest: bundle.manifest }, (value) => loader.close(value));
}

/** Settles as the work does, or rejects with `model_load_failed` at once when the signal says so. */
async function untilAborted<R>(work: Promise<R>, signal: AbortSignal): Promise<R> {
  const aborted = Promise.withResolvers<never>();
  const abort = () =>
    aborted.reject(new ServiceError('model_load_failed', 'the bundle took too long to load', { cause: signal.reason }));
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function loadFailed(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  return new ServiceError('model_load_failed', 'the bundle could not be loaded', { cause: error });
}
