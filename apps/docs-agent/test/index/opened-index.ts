import type { DocumentReader, TextEmbedder, TokenCounter } from '@pareto/contracts';
import { ProcessDocumentReader } from '@pareto/document-readers';
import { onTestFinished } from 'vitest';
import { Catalogue } from '../../src/index/catalogue.ts';
import { CatalogueDatabase } from '../../src/index/database.ts';
import { SourceIndexer } from '../../src/index/source-indexer.ts';
import { SqliteDocsIndex } from '../../src/index/sqlite-docs-index.ts';
import { HashingEmbedder } from './hashing-embedder.ts';

export interface OpenOptions {
  readonly file?: string;
  readonly embedder?: TextEmbedder & { readonly countTokens: TokenCounter };
  readonly allowedFolders?: readonly string[];
}

/** An index over a file, as a process opens it. */
export function openIndex({
  file = ':memory:',
  embedder = new HashingEmbedder(),
  allowedFolders = [],
}: OpenOptions = {}) {
  const database = new CatalogueDatabase(file);
  onTestFinished(() => database.close());
  const catalogue = new Catalogue(database);
  const index = new SqliteDocsIndex(catalogue, embedder);
  const reader: DocumentReader & AsyncDisposable = new ProcessDocumentReader();
  onTestFinished(async () => reader[Symbol.asyncDispose]());
  const indexer = new SourceIndexer({ catalogue, index, embedder, reader, allowedFolders });
  return { database, catalogue, index, indexer };
}
