import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { llamaCppConfig } from '../../../../packages/chat-models/src/llama-cpp/config.ts';
import type { Variables } from '../config.ts';
import { budgetConfig } from '../routing/budget.ts';

/** What every kind of model takes beside its adapter's own settings. */
const shared = {
  /** What callers name it by. */
  id: z.string().min(1).max(256),
  licence: z.string().optional(),
  /** Callers that may wait for a slot; `QUEUE_SIZE` when absent. */
  queueSize: z.int().min(0).max(10_000).optional(),
  /** After which a fallback takes over. */
  firstTokenTimeoutMs: z.int().min(1).optional(),
  budget: budgetConfig.optional(),
  /** Tokens of one answer at most. With a budget 4096 when absent, since a limit must be known before the call. */
  maxAnswerTokens: z.int().min(1).optional(),
};

const modelConfig = z.discriminatedUnion('kind', [
  llamaCppConfig.omit({ modelPath: true }).extend({
    ...shared,
    /** An id of the catalogue, the path of a GGUF file, or a `hf:` URI. */
    model: z.string().min(1),
  }),
]);
export type ModelConfig = z.output<typeof modelConfig>;

const route = z.strictObject({ primary: z.string(), fallback: z.array(z.string()).default([]) });

const modelsFile = z
  .strictObject({ models: z.array(modelConfig).min(1), routes: z.record(z.string(), route).default({}) })
  .superRefine(({ models, routes }, context) => {
    const ids = new Set<string>();
    for (const [i, { id }] of models.entries()) {
      if (ids.has(id)) context.addIssue({ code: 'custom', path: ['models', i, 'id'], message: 'two models have it' });
      ids.add(id);
    }
    for (const [name, { primary, fallback }] of Object.entries(routes)) {
      for (const id of [primary, ...fallback]) {
        if (!ids.has(id)) context.addIssue({ code: 'custom', path: ['routes', name], message: `no model "${id}"` });
      }
    }
  });
type ModelsFile = z.output<typeof modelsFile>;

/** Adds the models to the variables: those of the file, or those that the variables describe. */
export function withModels(environment: NodeJS.ProcessEnv) {
  return (variables: Variables, context: z.core.$RefinementCtx): Variables & ModelsFile => {
    const file = variables.CHAT_MODELS_FILE;
    try {
      const given = file === undefined ? fromVariables(variables) : JSON.parse(readFileSync(file, 'utf8'));
      const parsed = modelsFile.safeParse(given);
      if (parsed.success) return { ...variables, ...parsed.data };
      for (const { path, message } of parsed.error.issues) {
        const where = file === undefined ? [] : ['CHAT_MODELS_FILE'];
        context.addIssue({ code: 'custom', path: [...where, ...path], message });
      }
    } catch (error) {
      const message = `cannot be read: ${(error as Error).message}`;
      context.addIssue({ code: 'custom', path: ['CHAT_MODELS_FILE'], message });
    }
    return z.NEVER;
  };
}

function fromVariables(variables: Variables): z.input<typeof modelsFile> {
  const adapters = Object.fromEntries(variables.ADAPTERS.map((pair) => pair.split('=', 2)));
  return {
    models: [
      {
        id: variables.MODEL,
        kind: 'llama-cpp',
        model: variables.MODEL,
        slots: variables.SLOTS,
        contextLength: variables.CONTEXT_LENGTH,
        threads: variables.THREADS,
        adapters,
      },
    ],
  };
}
