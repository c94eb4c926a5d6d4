import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVectorStore } from '@pareto/vector-stores';
import { Database } from '../src/catalogue/database.ts';

export interface StoredVersion {
  readonly key: number;
  readonly document: string;
  readonly isCurrent: boolean;
  readonly isNewest: boolean;
  readonly isDeleted: boolean;
  readonly status: string;
  readonly file: string;
  readonly pages: number;
  /** Of the pages and passages tables. */
  readonly pagesKept: number;
  readonly passagesKept: number;
  readonly passagesBegun: number;
  readonly isLeased: boolean;
}

/** What a data folder holds whose service does not run. */
export interface StoredState {
  readonly versions: readonly StoredVersion[];
  /** Ids of the vectors, of all collections together: `version-number`. */
  readonly vectors: readonly string[];
  readonly files: readonly string[];
}

const VERSIONS = `SELECT v.key, v.document, v.file, v.status, v.pages, v.passages_begun AS passagesBegun,
  d.current IS v.key AS isCurrent, d.newest = v.key AS isNewest, d.deleted AS isDeleted,
  (SELECT count(*) FROM pages WHERE version = v.key) AS pagesKept,
  (SELECT count(*) FROM passages WHERE version = v.key) AS passagesKept,
  EXISTS (SELECT 1 FROM jobs WHERE version = v.key AND leased_until IS NOT NULL) AS isLeased
  FROM versions v JOIN documents d ON d.id = v.document`;

/** Looks without changing anything: the catalogue is read from a copy, so that its log stays for the next start. */
export async function storedState(dataDir: string): Promise<StoredState> {
  const files = join(dataDir, 'files');
  return {
    versions: readVersions(dataDir),
    vectors: await readVectors(join(dataDir, 'vectors')),
    files: existsSync(files) ? readdirSync(files) : [],
  };
}

function readVersions(dataDir: string): StoredVersion[] {
  const copy = mkdtempSync(join(tmpdir(), 'pareto-rag-catalogue-'));
  for (const suffix of ['', '-wal']) {
    const from = join(dataDir, `catalogue.sqlite${suffix}`);
    if (existsSync(from)) cpSync(from, join(copy, `catalogue.sqlite${suffix}`));
  }
  const database = new Database(join(copy, 'catalogue.sqlite'));
  const rows = database.rows<Record<keyof StoredVersion, never>>(VERSIONS);
  database.close();
  rmSync(copy, { recursive: true });
  return rows.map((row) => ({
    ...row,
    isCurrent: row.isCurrent === 1,
    isNewest: row.isNewest === 1,
    isDeleted: row.isDeleted === 1,
    isLeased: row.isLeased === 1,
  }));
}

async function readVectors(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const store = createVectorStore({ kind: 'lancedb', folder });
  const ids: string[] = [];
  for (const collection of await store.listCollections()) {
    for await (const { id } of store.scan(collection)) ids.push(id);
  }
  await store.close();
  return ids;
}
