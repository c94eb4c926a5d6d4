import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  fetchGguf,
  HuggingFaceChatModel,
  isGgufUri,
  LlamaCppChatModel,
  OpenAiCompatibleChatModel,
  ScriptedChatModel,
} from '@pareto/chat-models';
import { type ChatModel, ServiceError } from '@pareto/contracts';
import { findModel, locateModel } from '@pareto/model-store';
import type { Config } from '../config.ts';
import type { DailyLedger } from '../ledger/daily-ledger.ts';
import { Budget } from '../routing/budget.ts';
import { BackEnd } from './back-end.ts';
import type { ModelConfig } from './model-config.ts';

/** What an answer may cost has to be known before it begins. */
const BUDGETED_ANSWER_TOKENS = 4_096;

/** The models of the configuration, not yet loaded; a model file that is missing ends the start. */
export async function createBackEnds(config: Config, ledger: DailyLedger): Promise<BackEnd[]> {
  return Promise.all(
    config.models.map(async (model) => {
      const { load, licence } = await loaderOf(model, config);
      const budget = budgetOf(model, ledger);
      return new BackEnd(
        {
          id: model.id,
          kind: model.kind,
          isLocal: model.kind === 'llama-cpp' || model.kind === 'scripted',
          licence: model.licence ?? licence,
          queueSize: model.queueSize ?? config.QUEUE_SIZE,
          firstTokenTimeoutMs: model.firstTokenTimeoutMs,
          budget,
          maxAnswerTokens: model.maxAnswerTokens ?? (budget && BUDGETED_ANSWER_TOKENS),
        },
        load,
      );
    }),
  );
}

interface Loader {
  readonly load: () => Promise<ChatModel>;
  readonly licence?: string | undefined;
}

async function loaderOf(config: ModelConfig, { MODELS_DIR }: Config): Promise<Loader> {
  switch (config.kind) {
    case 'llama-cpp': {
      const { model, ...settings } = config;
      const { path: modelPath, licence } = await locateGguf(model, MODELS_DIR);
      return { load: () => LlamaCppChatModel.load({ ...settings, modelPath }), licence };
    }
    case 'openai-compatible': {
      const { apiKey, ...settings } = config;
      const key = apiKey ? { apiKey: apiKey.reveal() } : {};
      return { load: async () => new OpenAiCompatibleChatModel({ ...settings, ...key }) };
    }
    case 'hugging-face':
      return { load: async () => new HuggingFaceChatModel({ ...config, token: config.token.reveal() }) };
    case 'scripted':
      return { load: async () => new ScriptedChatModel(config) };
  }
}

function budgetOf(model: ModelConfig, ledger: DailyLedger): Budget | undefined {
  const budget = 'budget' in model ? model.budget : undefined;
  return budget === undefined || budget === 'unlimited' ? undefined : new Budget(model.id, budget, ledger);
}

/** @throws ServiceError `model_missing`, `model_unknown` or `model_download_failed`, in words that help. */
async function locateGguf(model: string, root: string): Promise<{ path: string; licence: string | undefined }> {
  // Fetching is for who configures the service; no request ever makes it fetch anything.
  if (isGgufUri(model)) return { path: await fetchGguf(model, join(root, 'hf')), licence: undefined };
  if (model.endsWith('.gguf')) {
    const path = resolve(model);
    if (!existsSync(path)) throw new ServiceError('model_missing', `there is no file ${path}`);
    return { path, licence: undefined };
  }
  const { files } = await locateModel(model, root);
  const path = Object.values(files).find((file) => file.endsWith('.gguf'));
  if (path === undefined) throw new ServiceError('model_unknown', `"${model}" is no model that generates text`);
  return { path, licence: findModel(model).licence };
}
