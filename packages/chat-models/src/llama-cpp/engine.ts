import { existsSync } from 'node:fs';
import { ServiceError } from '@pareto/contracts';
import { getLlama, type Llama, type LlamaContext, LlamaLogLevel, type LlamaModel } from 'node-llama-cpp';
import type { ResolvedLlamaCppConfig } from './config.ts';
import { SlotPool } from './slot-pool.ts';
import { defaultThreads, fairSteps } from './threads.ts';

/** A model in memory with its slots; each LoRA adapter has a slot of its own, made when it is first asked for. */
export class LlamaEngine {
  readonly llama: Llama;
  readonly model: LlamaModel;
  readonly #config: ResolvedLlamaCppConfig;
  readonly #threads: number;
  readonly #pools = new Map<string | undefined, Promise<SlotPool>>();
  readonly #contexts: LlamaContext[] = [];

  private constructor(llama: Llama, model: LlamaModel, config: ResolvedLlamaCppConfig, threads: number) {
    this.llama = llama;
    this.model = model;
    this.#config = config;
    this.#threads = threads;
  }

  /** @throws ServiceError `model_missing`, or `model_corrupt` when llama.cpp cannot read the file. */
  static async load(config: ResolvedLlamaCppConfig): Promise<LlamaEngine> {
    for (const path of [config.modelPath, ...Object.values(config.adapters)]) {
      if (!existsSync(path)) throw new ServiceError('model_missing', `there is no file ${path}`);
    }
    const threads = config.threads ?? defaultThreads();
    const llama = await getLlama({
      gpu: false,
      build: 'never',
      skipDownload: true,
      maxThreads: threads,
      logLevel: LlamaLogLevel.error,
    });
    try {
      // Without mmap: llama.cpp repacks the weights for this CPU, and the mapped originals would stay beside them.
      const model = await llama.loadModel({ modelPath: config.modelPath, useMmap: false });
      const engine = new LlamaEngine(llama, model, config, threads);
      await engine.slots();
      return engine;
    } catch (error) {
      await llama.dispose();
      throw new ServiceError('model_corrupt', `${config.modelPath} cannot be loaded: ${(error as Error).message}`, {
        cause: error,
      });
    }
  }

  /** Tokens of prompt and answer together. */
  get contextLength(): number {
    return Math.min(this.#config.contextLength, this.model.trainContextSize);
  }

  slots(adapter?: string): Promise<SlotPool> {
    let pool = this.#pools.get(adapter);
    if (!pool) {
      pool = this.#createPool(adapter);
      this.#pools.set(adapter, pool);
      // A failure may pass (memory that is short just now): the next request tries again.
      pool.catch(() => this.#pools.delete(adapter));
    }
    return pool;
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#pools.values());
    for (const context of this.#contexts) await context.dispose();
    await this.model.dispose();
    await this.llama.dispose();
  }

  async #createPool(adapter: string | undefined): Promise<SlotPool> {
    const { slots, batchTokens, cachePrecision, adapters } = this.#config;
    const cacheType = cachePrecision === 'q8_0' ? 'Q8_0' : 'F16';
    const context = await this.model.createContext({
      sequences: adapter === undefined ? slots : 1,
      contextSize: this.contextLength,
      batchSize: batchTokens,
      flashAttention: true,
      threads: { ideal: this.#threads, min: 1 },
      experimentalKvCacheKeyType: cacheType,
      experimentalKvCacheValueType: cacheType,
      batching: { itemPrioritizationStrategy: fairSteps(this.llama, this.#threads) },
      ...(adapter === undefined ? {} : { lora: { adapters: [{ filePath: adapters[adapter]! }] } }),
    });
    this.#contexts.push(context);
    return new SlotPool(context);
  }
}
