import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { TextEmbedder, TokenCounter } from '@pareto/contracts';
import { ProcessDocumentReader } from '@pareto/document-readers';
import { OnnxTextEmbedder } from '@pareto/embeddings';
import { locateModel } from '@pareto/model-store';
import { z } from 'zod';
import { Catalogue } from '../src/index/catalogue.ts';
import { CatalogueDatabase } from '../src/index/database.ts';
import { SourceIndexer } from '../src/index/source-indexer.ts';
import { SqliteDocsIndex } from '../src/index/sqlite-docs-index.ts';
import { Sources } from '../src/use-cases/sources.ts';
import { CachedEmbedder } from './vector-cache.ts';

export const ROOT = join(import.meta.dirname, '../../..');
const MODELS = process.env.MODELS_DIR ?? join(ROOT, '.data/models');
const KEPT = join(ROOT, '.data/evals/docs-agent');
export const SHARED = process.env.PARETO_DATA ?? join(ROOT, '../shared/data');

const page = z.object({ id: z.string(), text: z.string() });

/** An indexed corpus. What was indexed in an earlier run is kept in `.data/evals`. */
export interface Corpus extends AsyncDisposable {
  readonly index: SqliteDocsIndex;
  /** Whether a text stands word for word in any document, whatever the index makes of it. */
  holds(text: string): boolean;
}

/** The packages that this repository names, as the service indexes them by default. */
export function packagesCorpus(): Promise<Corpus> {
  return corpus('packages', async (index, indexer) => {
    const sources = new Sources({ index, indexer, project: ROOT, packages: undefined });
    await sources.indexProject();
  });
}

/** The 3,000 pages of AWS as a folder; undefined where the set is absent. */
export async function awsCorpus(): Promise<Corpus | undefined> {
  const file = join(SHARED, 'docs/aws.docs.jsonl.gz');
  if (!existsSync(file)) return undefined;
  const folder = join(KEPT, 'aws');
  if (!existsSync(folder)) {
    const lines = gunzipSync(readFileSync(file)).toString().trimEnd().split('\n');
    for (const { id, text } of lines.map((line) => page.parse(JSON.parse(line)))) {
      const path = join(folder, id);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
  }
  return corpus('aws', async (_, indexer) => {
    await indexer.indexFolder('aws', folder);
  });
}

async function corpus(
  name: string,
  fill: (index: SqliteDocsIndex, indexer: SourceIndexer) => Promise<void>,
): Promise<Corpus> {
  const { folder: modelFolder } = await locateModel('all-minilm-l6-v2', MODELS);
  const onnx = await OnnxTextEmbedder.load({ kind: 'onnx', modelFolder });
  const cached = new CachedEmbedder(onnx, join(KEPT, 'vectors.sqlite'));
  const embedder: TextEmbedder & { countTokens: TokenCounter } = Object.assign(cached, {
    countTokens: onnx.countTokens,
  });
  const reader = new ProcessDocumentReader({});
  const database = new CatalogueDatabase(join(KEPT, `${name}.sqlite`));
  const catalogue = new Catalogue(database);
  const index = new SqliteDocsIndex(catalogue, embedder);
  await fill(index, new SourceIndexer({ catalogue, index, embedder, reader, allowedFolders: [KEPT] }));
  return {
    index,
    holds: (text) => database.row('SELECT 1 FROM documents WHERE instr(text, ?) LIMIT 1', text) !== undefined,
    async [Symbol.asyncDispose]() {
      await reader.close();
      await embedder.close();
      database.close();
    },
  };
}
