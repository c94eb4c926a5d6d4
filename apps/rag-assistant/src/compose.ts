import { join } from 'node:path';
import multipart from '@fastify/multipart';
import { modelOf } from '@pareto/chat-models/hosted';
import { ProcessDocumentReader, Tesseract } from '@pareto/document-readers';
import { OnnxTextEmbedder } from '@pareto/embeddings';
import { locateModel } from '@pareto/model-store';
import { createService, type Service } from '@pareto/service-kit';
import { createVectorStore, type VectorStoreConfig } from '@pareto/vector-stores';
import packageJson from '../package.json' with { type: 'json' };
import { Ask } from './asking/ask.ts';
import { Background } from './background.ts';
import { Catalogue } from './catalogue/catalogue.ts';
import type { Config } from './config.ts';
import { FileLinks } from './file-links.ts';
import { FileStore } from './ingestion/file-store.ts';
import { Forget } from './ingestion/forget.ts';
import { IndexVersion } from './ingestion/index-version.ts';
import { Progress } from './ingestion/progress.ts';
import { Quota, quotaLimits, UNLIMITED } from './ingestion/quota.ts';
import { ReceiveDocument } from './ingestion/receive-document.ts';
import { IndexingWorker } from './ingestion/worker.ts';
import { AssistantMetrics } from './metrics.ts';
import { Retrieve } from './retrieving/retrieve.ts';
import { TenantIndexes } from './retrieving/tenant-indexes.ts';
import { askRoutes } from './routes/ask.ts';
import { documentFileRoute } from './routes/document-file.ts';
import { documentRoutes } from './routes/documents.ts';
import { retrieveRoutes } from './routes/retrieve.ts';
import { registerTenants } from './routes/tenant.ts';
import { Tenancy } from './tenancy.ts';
import { AnswerQuestion } from './use-cases/answer-question.ts';
import { TenantDocuments } from './use-cases/documents.ts';
import { Search } from './use-cases/search.ts';

export interface UseCases {
  readonly receive: ReceiveDocument;
  readonly quota: Quota;
  /** For callers on this machine where limits are off, and for what the service takes in by itself. */
  readonly unlimited: Quota;
  readonly documents: TenantDocuments;
  readonly search: Search;
}

const EMBEDDER = 'all-minilm-l6-v2';

/** Builds the service from its configuration: adapters, then use cases, then routes. */
export async function compose(config: Config): Promise<Service> {
  const clock = Date.now;
  const catalogue = new Catalogue(join(config.DATA_DIR, 'catalogue.sqlite'));
  const files = new FileStore(join(config.DATA_DIR, 'files'));
  const store = createVectorStore(vectorStoreConfig(config));
  const embedder = await loadEmbedder(config);
  const reader = await createReader(config);

  const indexes = new TenantIndexes(catalogue, embedder.fingerprint);
  const progress = new Progress();
  const { countTokens } = embedder;
  const index = new IndexVersion({ catalogue, files, reader, embedder, countTokens, store, indexes, progress });
  const forget = new Forget({ catalogue, files, store, indexes });
  const worker = new IndexingWorker({ catalogue, index, indexes, forget, progress, clock }, config.INDEX_CONCURRENCY);
  const receive = new ReceiveDocument({ catalogue, files, reader, worker, clock });
  const quota = new Quota(catalogue.tenants, quotaLimits(config));
  const unlimited = new Quota(catalogue.tenants, UNLIMITED);
  const documents = new TenantDocuments({ catalogue, files, links: new FileLinks(clock), worker, forget, progress });
  const search = new Search(catalogue, indexes, new Retrieve({ embedder, store }));
  const model = modelOf(config);
  const useCases = { receive, quota, unlimited, documents, search };

  const background = new Background(
    { catalogue, files, store, indexes, worker, forget, embedder, clock },
    useCases,
    config,
  );
  const app = await createService({
    about: {
      name: 'rag-assistant',
      title: 'Assistant over documents',
      version: packageJson.version,
      description: 'Answers from your documents, with citations that were checked against the pages they name.',
    },
    config,
    readiness: { store: () => store.ping(), samples: async () => background.requireSamples() },
    routes: async (scope) => {
      await scope.register(multipart);
      registerTenants(scope, new Tenancy(catalogue.tenants, config.SESSION_LIFE_MS, clock));
      documentRoutes(scope, useCases, config);
      documentFileRoute(scope, documents);
      retrieveRoutes(scope, useCases);
      const metrics = new AssistantMetrics(scope.metricsRegistry, catalogue);
      const onAnswer = metrics.answered.bind(metrics);
      const answer = new AnswerQuestion({ ask: new Ask({ model }), search, catalogue, embedder, onAnswer, clock });
      askRoutes(scope, { documents, answer }, config);
    },
  });
  app.addHook('onReady', async () => {
    await background.begin(app.log);
    void reader.prepare();
  });
  app.addHook('preClose', async () => progress.close());
  app.addHook('onClose', async () => {
    await background.close();
    await model.close();
    await reader.close();
    await embedder.close();
    await store.close();
    catalogue.close();
  });
  return app;
}

async function createReader(config: Config): Promise<ProcessDocumentReader> {
  const { READER_PAGES: pages, READER_MEMORY_BYTES: memoryBytes, TESSERACT: command, TESSERACT_LANGUAGES } = config;
  const ocr = command === 'none' ? undefined : await Tesseract.find({ command, languages: TESSERACT_LANGUAGES });
  const codeFolder = join(config.DATA_DIR, 'reader-code');
  return new ProcessDocumentReader({ limits: { pages, memoryBytes }, ocr, codeFolder });
}

async function loadEmbedder({ MODELS_DIR, EMBEDDER_THREADS: threads }: Config): Promise<OnnxTextEmbedder> {
  const { folder } = await locateModel(EMBEDDER, MODELS_DIR);
  return OnnxTextEmbedder.load({ kind: 'onnx', modelFolder: folder, ...(threads === undefined ? {} : { threads }) });
}

function vectorStoreConfig(config: Config): VectorStoreConfig {
  if (config.VECTOR_STORE === 'lancedb') return { kind: 'lancedb', folder: join(config.DATA_DIR, 'vectors') };
  const token = config.CHROMA_TOKEN ? { token: config.CHROMA_TOKEN.reveal() } : {};
  return { kind: 'chroma', url: config.CHROMA_URL, ...token };
}
