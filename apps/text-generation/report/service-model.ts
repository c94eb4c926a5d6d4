import { llamaCppConfig } from '@pareto/chat-models';
import { getLlama, type Llama, type LlamaContext, LlamaLogLevel, type LlamaModel } from 'node-llama-cpp';

export interface LoadedModel {
  readonly llama: Llama;
  readonly model: LlamaModel;
}

/** Loads a model as the service does. */
export async function loadModel(modelPath: string, threads: number): Promise<LoadedModel> {
  const llama = await getLlama({
    gpu: false,
    build: 'never',
    skipDownload: true,
    maxThreads: threads,
    logLevel: LlamaLogLevel.error,
  });
  return { llama, model: await llama.loadModel({ modelPath, useMmap: false }) };
}

/** The settings that the service has where nobody chose any. */
export function serviceSettings(modelPath: string, model: LlamaModel) {
  const { slots, contextLength, batchTokens, cachePrecision } = llamaCppConfig.parse({ kind: 'llama-cpp', modelPath });
  return { slots, contextLength: Math.min(contextLength, model.trainContextSize), batchTokens, cachePrecision };
}

/** All slots, as the service has them. */
export function createContext(
  model: LlamaModel,
  settings: ReturnType<typeof serviceSettings>,
  threads: number,
): Promise<LlamaContext> {
  const cacheType = settings.cachePrecision === 'q8_0' ? 'Q8_0' : 'F16';
  return model.createContext({
    sequences: settings.slots,
    contextSize: settings.contextLength,
    batchSize: settings.batchTokens,
    flashAttention: true,
    threads: { ideal: threads, min: 1 },
    experimentalKvCacheKeyType: cacheType,
    experimentalKvCacheValueType: cacheType,
  });
}
