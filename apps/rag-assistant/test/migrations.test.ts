import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Catalogue } from '../src/catalogue/catalogue.ts';
import { MIGRATIONS } from '../src/catalogue/schema.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pareto-migrations-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a catalogue of the first schema', () => {
  it('has what was being made anew in place made anew from the beginning', () => {
    const file = join(folder, 'catalogue.sqlite');
    const former = new Sqlite(file);
    former.exec(MIGRATIONS[0]!).pragma('user_version = 1');
    former.exec(`
      INSERT INTO tenants (id, created_at) VALUES ('key:ana', 0);
      INSERT INTO documents (id, tenant, name, source, created_at, current, newest) VALUES
        ('done', 'key:ana', 'done', 'upload', 0, 1, 1), ('half', 'key:ana', 'half', 'upload', 0, 2, 2),
        ('new', 'key:ana', 'new', 'upload', 0, NULL, 3);
      INSERT INTO versions (key, document, file, sha256, bytes, title, pages, status, format) VALUES
        (1, 'done', 'f1', 'h1', 1, '', 1, 'ready', '2/x'), (2, 'half', 'f2', 'h2', 1, '', 1, 'indexing', '2/x'),
        (3, 'new', 'f3', 'h3', 1, '', 1, 'queued', NULL);
      INSERT INTO jobs (version) VALUES (2), (3);`);
    former.close();
    const catalogue = new Catalogue(file);
    expect(catalogue.documents.list('key:ana').map(({ status }) => status)).toEqual(['ready', 'ready', 'queued']);
    expect(catalogue.versions.readyInOtherFormat('2/x').map(({ key }) => key)).toEqual([2]);
    expect(catalogue.jobs.waiting()).toBe(1);
    catalogue.close();
  });
});
