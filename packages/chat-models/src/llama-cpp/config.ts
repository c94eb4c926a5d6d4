import { z } from 'zod';

export const llamaCppConfig = z.object({
  kind: z.literal('llama-cpp'),
  /** A GGUF file. */
  modelPath: z.string(),
  /** What the model is called; the name of its file when absent. */
  id: z.string().optional(),
  /** Generations that run at once. */
  slots: z.int().min(1).max(64).default(4),
  /** Tokens of prompt and answer together, for each slot. */
  contextLength: z.int().min(256).max(1_048_576).default(4_096),
  /**
   * Threads for prompts and for several answers at once; by default the cores of this machine, eight at most. A single
   * answer is decoded with one thread fewer: it is bound by memory, and llama.cpp's threads spin, so that one more than
   * there are free cores makes everything slower by far.
   */
  threads: z.int().min(1).max(256).optional(),
  /** Tokens of one step. More makes prompts no faster on few cores, and an abort waits for the end of a step. */
  batchTokens: z.int().min(8).max(2_048).default(64),
  /** Precision of the attention cache. `q8_0` takes half the memory of `f16`. */
  cachePrecision: z.enum(['f16', 'q8_0']).default('q8_0'),
  /** LoRA adapters as GGUF files, by name. Each that is used has a slot of its own. */
  adapters: z.record(z.string().regex(/^[\w.-]{1,64}$/), z.string()).default({}),
  /**
   * How much the model must be for calling a tool, in natural logarithms of odds, where the caller leaves the choice to
   * it. More makes it answer in text more often. docs/log.md says how the default was chosen.
   */
  callThreshold: z.number().default(1.1),
});

export type LlamaCppConfig = z.input<typeof llamaCppConfig>;
export type ResolvedLlamaCppConfig = z.output<typeof llamaCppConfig>;
