import { join } from 'node:path';
import { ProcessDocumentReader } from '@pareto/document-readers';
import { OnnxTextEmbedder } from '@pareto/embeddings';
import { locateModel } from '@pareto/model-store';
import { type Config, projectOf } from './config.ts';
import { Catalogue } from './index/catalogue.ts';
import { CatalogueDatabase } from './index/database.ts';
import { indexFile } from './index/index-file.ts';
import { SourceIndexer } from './index/source-indexer.ts';
import { SqliteDocsIndex } from './index/sqlite-docs-index.ts';
import { docsTools } from './tools/docs-tools.ts';
import type { AgentTool } from './tools/tool.ts';
import { TypeScriptCompiler } from './tools/typescript/compiler.ts';
import { Sources } from './use-cases/sources.ts';

const EMBEDDER = 'all-minilm-l6-v2';

/** The indexed documentation, and the tools that read it: what the service and the MCP server share. */
export interface Documentation {
  readonly index: SqliteDocsIndex;
  readonly sources: Sources;
  readonly tools: readonly AgentTool[];
  /** Undefined where there is no project whose typings would count. */
  readonly compiler: TypeScriptCompiler | undefined;
  close(): Promise<void>;
}

type Settings = Pick<
  Config,
  'DATA_DIR' | 'MODELS_DIR' | 'EMBEDDER_THREADS' | 'DOCS_PROJECT' | 'DOCS_PACKAGES' | 'DOCS_ALLOWED_FOLDERS'
>;

export async function openDocumentation(settings: Settings): Promise<Documentation> {
  const { DATA_DIR, MODELS_DIR, EMBEDDER_THREADS: threads, DOCS_ALLOWED_FOLDERS: allowedFolders } = settings;
  const project = projectOf(settings);
  const { folder: modelFolder } = await locateModel(EMBEDDER, MODELS_DIR);
  const embedder = await OnnxTextEmbedder.load({ kind: 'onnx', modelFolder, ...(threads ? { threads } : {}) });
  const reader = new ProcessDocumentReader({ codeFolder: join(DATA_DIR, 'reader-code') });
  const database = new CatalogueDatabase(indexFile(DATA_DIR, project));
  const catalogue = new Catalogue(database);
  const index = new SqliteDocsIndex(catalogue, embedder);
  const indexer = new SourceIndexer({ catalogue, index, embedder, reader, allowedFolders });
  const sources = new Sources({ index, indexer, project, packages: settings.DOCS_PACKAGES });
  const compiler = project === undefined ? undefined : new TypeScriptCompiler(project);
  return {
    index,
    sources,
    tools: docsTools({ compiler }),
    compiler,
    close: async () => {
      await sources.close();
      await reader.close();
      await embedder.close();
      database.close();
    },
  };
}
