import { join } from 'node:path';
import { OnnxTextEmbedder } from '@pareto/embeddings';
import { findModel, locateModel } from '@pareto/model-store';
import { createService, openAiErrorFormat, type Service } from '@pareto/service-kit';
import packageJson from '../package.json' with { type: 'json' };
import type { BackEnd } from './back-ends/back-end.ts';
import { createBackEnds } from './back-ends/load-back-ends.ts';
import type { Config } from './config.ts';
import { DailyLedger } from './ledger/daily-ledger.ts';
import { GenerationMetrics } from './metrics/generation-metrics.ts';
import { Quotas } from './quotas/quotas.ts';
import { REPORTS_FILE, readReports, reportsById } from './reports.ts';
import { chatCompletionRoutes } from './routes/chat-completions.ts';
import { completionRoutes } from './routes/completions.ts';
import { embeddingRoutes } from './routes/embeddings.ts';
import { modelRoutes } from './routes/models.ts';
import { Router } from './routing/router.ts';
import { Attempt } from './use-cases/attempt.ts';
import { Embed } from './use-cases/embed.ts';
import { Generate } from './use-cases/generate.ts';
import { ListModels, type ModelDescription } from './use-cases/list-models.ts';

export interface UseCases {
  readonly generate: Generate;
  readonly embed: Embed;
  readonly listModels: ListModels;
}

/** Builds the service from its configuration: adapters, then use cases, then routes. */
export async function compose(config: Config): Promise<Service> {
  const ledger = new DailyLedger(join(config.DATA_DIR, 'ledger.sqlite'));
  const backEnds = await createBackEnds(config, ledger);
  return composeWith(config, backEnds, ledger);
}

/** The service on back ends made elsewhere. */
export async function composeWith(config: Config, backEnds: readonly BackEnd[], ledger: DailyLedger): Promise<Service> {
  const router = new Router(backEnds, config.routes);
  const quotas = new Quotas(quotaConfig(config), ledger);
  const embed = new Embed(config.EMBEDDER, () => loadEmbedder(config), quotas);
  const localBackEnds = backEnds.filter(({ options }) => options.isLocal);
  const hasEmbedder = config.EMBEDDER !== 'none';
  const reports = reportsById(config.models, readReports(REPORTS_FILE));

  const app = await createService({
    about: {
      name: 'text-generation',
      title: 'Text generation',
      version: packageJson.version,
      description:
        'OpenAI-compatible chat, completions and embeddings over llama.cpp in this process and hosted models. Any OpenAI client works: set its base URL to `/v1` of this address.',
    },
    config,
    errorFormat: openAiErrorFormat,
    readiness: {
      ...Object.fromEntries(localBackEnds.map((backEnd) => [backEnd.id, () => backEnd.open()])),
      ...(hasEmbedder ? { [config.EMBEDDER]: () => locateModel(config.EMBEDDER, config.MODELS_DIR) } : {}),
    },
    routes: (scope) => {
      const metrics = new GenerationMetrics(scope.metricsRegistry, backEnds);
      const generate = new Generate(router, quotas, new Attempt(metrics), config.GENERATION_TIMEOUT_MS);
      const listModels = new ListModels(router, hasEmbedder ? describeEmbedder(config) : undefined, reports);
      const useCases: UseCases = { generate, embed, listModels };
      // Answers in progress may take minutes; they get the time that there is, and then end with an error event.
      scope.addHook('preClose', async () => {
        setTimeout(() => generate.stop(), config.SHUTDOWN_GRACE_MS).unref();
      });
      chatCompletionRoutes(scope, useCases, config);
      completionRoutes(scope, useCases, config);
      embeddingRoutes(scope, useCases, config);
      modelRoutes(scope, useCases);
    },
  });
  app.addHook('onReady', async () => {
    for (const backEnd of backEnds) {
      backEnd.open().catch((error: unknown) => app.log.error({ err: error, model: backEnd.id }, 'not loaded'));
    }
  });
  app.addHook('onClose', async () => {
    await Promise.all(backEnds.map((backEnd) => backEnd.close()));
    await embed.close();
    ledger.close();
  });
  return app;
}

async function loadEmbedder({ EMBEDDER, MODELS_DIR, EMBEDDER_THREADS: threads }: Config): Promise<OnnxTextEmbedder> {
  const { folder } = await locateModel(EMBEDDER, MODELS_DIR);
  return OnnxTextEmbedder.load({ kind: 'onnx', modelFolder: folder, ...(threads === undefined ? {} : { threads }) });
}

function describeEmbedder({ EMBEDDER: id }: Config): ModelDescription {
  const { licence } = findModel(id);
  return {
    id,
    kind: 'onnx',
    state: 'ready',
    capabilities: ['embeddings'],
    contextLength: 256,
    slots: undefined,
    licence,
    adapters: [],
  };
}

function quotaConfig(config: Config) {
  return {
    keys: new Map(config.API_KEYS_FILE.map(({ name, limits }) => [name, limits])),
    keyDefaults: { concurrency: config.KEY_CONCURRENCY, tokensPerDay: config.KEY_TOKENS_PER_DAY },
    anonymous: { concurrency: config.ANONYMOUS_CONCURRENCY, tokensPerDay: config.ANONYMOUS_TOKENS_PER_DAY },
  };
}
