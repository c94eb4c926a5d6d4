import { readFileSync } from 'node:fs';
import { huggingFaceConfig, llamaCppConfig, openAiCompatibleConfig, scriptedConfig } from '@pareto/chat-models';
import { Secret } from '@pareto/service-kit';
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
};

/** A model elsewhere may cost money, so its budget, or that there is none, has to be said. */
const hosted = { ...shared, budget: z.union([budgetConfig, z.literal('unlimited')]) };

/** A key itself, or the variable of the environment that holds it. */
function secret(environment: NodeJS.ProcessEnv) {
  return z.union([z.string().min(1), z.strictObject({ env: z.string().min(1) })]).transform((given, context) => {
    const value = typeof given === 'string' ? given : environment[given.env];
    if (value) return new Secret(value);
    context.addIssue({ code: 'custom', message: 'the variable that it names is not set' });
    return z.NEVER;
  });
}

function modelConfig(environment: NodeJS.ProcessEnv) {
  return z.discriminatedUnion('kind', [
    llamaCppConfig.omit({ modelPath: true }).extend({
      ...shared,
      /** An id of the catalogue, the path of a GGUF file, or a `hf:` URI. */
      model: z.string().min(1),
    }),
    openAiCompatibleConfig.extend({ ...hosted, apiKey: secret(environment).optional() }),
    huggingFaceConfig.extend({ ...hosted, token: secret(environment) }),
    scriptedConfig.extend({ ...shared, budget: budgetConfig.optional() }),
  ]);
}
export type ModelConfig = z.output<ReturnType<typeof modelConfig>>;

const route = z.strictObject({ primary: z.string(), fallback: z.array(z.string()).default([]) });

/**
 * Models, and names of their own for a model with others to turn to.
 * @param environment where the variables are that hold keys.
 */
export function modelsConfig(environment: NodeJS.ProcessEnv) {
  return z
    .strictObject({ models: z.array(modelConfig(environment)).min(1), routes: z.record(z.string(), route).default({}) })
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
}
export type Models = z.input<ReturnType<typeof modelsConfig>>;

/** The content of a JSON file. */
export const jsonFile = z.string().transform((path, context): unknown => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    context.addIssue({ code: 'custom', message: `cannot be read: ${(error as Error).message}` });
    return z.NEVER;
  }
});
