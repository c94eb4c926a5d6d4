import { join } from 'node:path';
import { createService, type Service } from '@pareto/service-kit';
import { createVectorStore, type VectorStoreConfig } from '@pareto/vector-stores';
import packageJson from '../package.json' with { type: 'json' };
import { Catalogue } from './catalogue/catalogue.ts';
import { EmbedderPool } from './collections/embedder-pool.ts';
import { OpenCollections } from './collections/open-collections.ts';
import type { Config } from './config.ts';
import { embedderLoaders, wordVectorLoader } from './embedders.ts';
import { createEngines } from './engines/engines.ts';
import { collectionRoutes } from './routes/collections.ts';
import { documentRoutes } from './routes/documents.ts';
import { searchRoutes } from './routes/search.ts';
import { Startup } from './startup.ts';
import { Compare } from './use-cases/compare.ts';
import { DescribeCollection } from './use-cases/describe-collection.ts';
import { DrawMap } from './use-cases/draw-map.ts';
import { Evaluate } from './use-cases/evaluate.ts';
import { IndexSamples } from './use-cases/index-samples.ts';
import { ManageCollections } from './use-cases/manage-collections.ts';
import { Reindex } from './use-cases/reindex.ts';
import { Search } from './use-cases/search.ts';
import { WriteDocuments } from './use-cases/write-documents.ts';

export interface UseCases {
  readonly manage: ManageCollections;
  readonly describe: DescribeCollection;
  readonly write: WriteDocuments;
  readonly reindex: Reindex;
  readonly search: Search;
  readonly compare: Compare;
  readonly evaluate: Evaluate;
  readonly drawMap: DrawMap;
}

/** Builds the service from its configuration: adapters, then use cases, then routes. */
export async function compose(config: Config): Promise<Service> {
  const catalogue = new Catalogue(join(config.DATA_DIR, 'catalogue.sqlite'));
  const store = createVectorStore(vectorStoreConfig(config));
  const embedders = new EmbedderPool(embedderLoaders(config));
  const collections = new OpenCollections({ catalogue, store, embedders, wordVectors: wordVectorLoader(config) });

  const manage = new ManageCollections(collections, config.EMBEDDER);
  const write = new WriteDocuments(collections);
  const reindex = new Reindex(collections, manage);
  const search = new Search(collections, createEngines(collections));
  const useCases: UseCases = {
    manage,
    write,
    reindex,
    search,
    describe: new DescribeCollection(collections, reindex),
    compare: new Compare(search),
    evaluate: new Evaluate(search),
    drawMap: new DrawMap(collections),
  };

  const startup = new Startup(
    { collections, manage, write, reindex, samples: new IndexSamples(collections, manage, write) },
    config,
  );
  const app = await createService({
    about: {
      name: 'semantic-search',
      title: 'Semantic search',
      version: packageJson.version,
      description:
        'Rank passages by meaning, compare six engines from TF-IDF to transformers, and draw the map of a collection.',
    },
    config,
    readiness: {
      model: () => embedders.load(config.EMBEDDER),
      store: () => store.ping(),
      samples: async () => startup.requireSamples(),
    },
    routes: (scope) => {
      collectionRoutes(scope, useCases);
      documentRoutes(scope, useCases, config);
      searchRoutes(scope, useCases, config);
    },
  });
  app.addHook('onReady', async () => startup.begin(app.log));
  app.addHook('onClose', async () => {
    await startup.close();
    await reindex.close();
    await embedders.close();
    await store.close();
    catalogue.close();
  });
  return app;
}

function vectorStoreConfig(config: Config): VectorStoreConfig {
  if (config.VECTOR_STORE === 'lancedb') return { kind: 'lancedb', folder: join(config.DATA_DIR, 'vectors') };
  const token = config.CHROMA_TOKEN ? { token: config.CHROMA_TOKEN.reveal() } : {};
  return { kind: 'chroma', url: config.CHROMA_URL, ...token };
}
