import { readFileSync } from 'node:fs';
import { llamaCppConfig, scriptedConfig } from '@pareto/chat-models';
import { z } from 'zod';
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
  /** Tokens of one answer at most. With a budget 4096 when absent, since a limit must be known before the call. */
  maxAnswerTokens: z.int().min(1).optional(),
  budget: budgetConfig.optional(),
};

export const modelConfig = z.discriminatedUnion('kind', [
  llamaCppConfig.omit({ modelPath: true }).extend({
    ...shared,
    /** An id of the catalogue, the path of a GGUF file, or a `hf:` URI. */
    model: z.string().min(1),
  }),
  scriptedConfig.extend(shared),
]);
export type ModelConfig = z.output<typeof modelConfig>;

const route = z.strictObject({ primary: z.string(), fallback: z.array(z.string()).default([]) });

/** Models, and names of their own for a model with others to turn to. */
export const models = z
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
export type Models = z.output<typeof models>;

/** A JSON file of the above; a problem in it names its place. */
export const modelsFile = z.string().transform((path, context): Models => {
  try {
    const parsed = models.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    if (parsed.success) return parsed.data;
    for (const { path: place, message } of parsed.error.issues) {
      context.addIssue({ code: 'custom', path: [...place], message });
    }
  } catch (error) {
    context.addIssue({ code: 'custom', message: `cannot be read: ${(error as Error).message}` });
  }
  return z.NEVER;
});
