import { join } from 'node:path';
import { SharedEncoder } from '@pareto/classifiers';
import type { ChatModel } from '@pareto/contracts';
import { type LiveModelEvent, LiveModels, type RegistryEvent } from '@pareto/model-registry';
import { locateModel } from '@pareto/model-store';
import { createService, PeriodicTask, type Service } from '@pareto/service-kit';
import type { FastifyBaseLogger } from 'fastify';
import packageJson from '../package.json' with { type: 'json' };
import { Admission } from './admission.ts';
import { createChatModel } from './chat-model.ts';
import type { Config } from './config.ts';
import { FeedbackStore } from './feedback/feedback-store.ts';
import { Incidents } from './incidents/incidents.ts';
import { ClassifierMetrics } from './metrics.ts';
import { BundleLoader } from './models/bundle-loader.ts';
import { meteredChatModel } from './models/metered-chat-model.ts';
import { openRegistry } from './models/registry.ts';
import { classifyRoutes } from './routes/classify.ts';
import { feedbackRoutes } from './routes/feedback.ts';
import { incidentRoutes } from './routes/incidents.ts';
import { modelRoutes } from './routes/models.ts';
import { ClassifyTickets } from './use-cases/classify-tickets.ts';
import { DescribeModels } from './use-cases/describe-models.ts';
import { TakeFeedback } from './use-cases/take-feedback.ts';

const BASE = 'all-minilm-l6-v2';
const DAY_MS = 86_400_000;
const HOUSEKEEPING_MS = 600_000;

/** Builds the service from its configuration: adapters, then use cases, then routes. */
export async function compose(config: Config): Promise<Service> {
  const clock = Date.now;
  const { DEFAULT_MODEL: defaultModel } = config;
  const metrics = new ClassifierMetrics();
  const registry = await openRegistry(config);
  const encoder = await loadEncoder(config);
  const chatModel = countedChatModel(config, metrics);
  const { stageAsked: meter } = metrics;
  const loader = new BundleLoader({ encoder, chatModel, chatTimeoutMs: config.LLM_TIMEOUT_MS, meter });
  let log: FastifyBaseLogger | undefined;
  const onEvent = (event: LiveModelEvent | RegistryEvent) => {
    if (event.kind !== 'registry') metrics.modelChanged(event);
    if (log) tell(log, event);
  };
  const models = new LiveModels({ registry, loader, onEvent, pollMs: config.REGISTRY_POLL_MS });
  const store = new FeedbackStore(join(config.DATA_DIR, 'feedback.sqlite'), config.FEEDBACK_ROWS);
  const incidents = new Incidents(
    {
      windowMs: config.INCIDENT_WINDOW_MS,
      tickets: config.INCIDENT_TICKETS,
      similarity: config.INCIDENT_SIMILARITY / 100,
    },
    clock,
  );
  const admission = new Admission(config.QUEUE_TICKETS);
  const { answered: onAnswer } = metrics;
  const classify = new ClassifyTickets({ models, defaultModel, admission, incidents, onAnswer });
  const describe = new DescribeModels(models, defaultModel);
  const feedback = new TakeFeedback({ models, defaultModel, store, lifeMs: config.FEEDBACK_DAYS * DAY_MS, clock });
  const housekeeping = new PeriodicTask(async () => void feedback.forgetExpired(), HOUSEKEEPING_MS);

  const app = await createService({
    about: {
      name: 'ticket-classifier',
      title: 'Ticket classifier',
      version: packageJson.version,
      description: 'Labels tickets with a calibrated confidence, or abstains and says why.',
    },
    config,
    readiness: { model: () => describe.requireDefault() },
    routes: async (scope) => {
      await classifyRoutes(scope, classify, config);
      modelRoutes(scope, describe);
      feedbackRoutes(scope, feedback);
      incidentRoutes(scope, incidents);
      metrics.register(scope.metricsRegistry, { models, admission, incidents, store });
    },
  });
  app.addHook('onReady', async () => {
    log = app.log;
    await models.start();
    housekeeping.begin((err) => app.log.warn({ err }, 'old feedback is deleted later'));
  });
  app.addHook('onClose', async () => {
    await housekeeping.close();
    await models.close();
    await encoder.close();
    await chatModel?.close();
    store.close();
  });
  return app;
}

async function loadEncoder(config: Config): Promise<SharedEncoder> {
  const { folder: modelFolder } = await locateModel(BASE, config.MODELS_DIR);
  return await SharedEncoder.load({
    modelFolder,
    precision: config.ENCODER_PRECISION,
    threads: config.ENCODER_THREADS,
  });
}

function countedChatModel(config: Config, metrics: ClassifierMetrics): ChatModel | undefined {
  const model = createChatModel(config);
  return model && meteredChatModel(model, metrics.tokensUsed);
}

function tell(log: FastifyBaseLogger, event: LiveModelEvent | RegistryEvent): void {
  switch (event.kind) {
    case 'swapped':
      log.info({ model: event.name, version: event.version, before: event.before }, 'model serves');
      break;
    case 'failed': {
      const { code, message: detail } = event.error;
      log.warn({ model: event.name, version: event.version, code, detail }, 'model failed');
      break;
    }
    case 'recovered':
      log.info({ model: event.name }, 'model recovered');
      break;
    case 'close-failed':
      log.error({ model: event.name, version: event.version, err: event.error }, 'model was not closed');
      break;
    case 'registry':
      log.info(event.isDegraded ? 'the registry does not answer' : 'the registry answers');
  }
}
