import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceError } from '@pareto/contracts';
import type { FastifyBaseLogger } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SHARED_TENANT } from '../src/catalogue/tenants.ts';
import { WatchFolder } from '../src/ingestion/watch-folder.ts';

const RETRY_MS = 100;

let folder: string;
let watch: WatchFolder;
/** When each file was tried. */
let tries: Record<string, number[]>;
let outcome: (name: string) => void;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pareto-watch-'));
  tries = {};
  const receive = {
    async run(_tenant: unknown, { name }: { name: string }) {
      tries[name] = [...(tries[name] ?? []), performance.now()];
      outcome(name);
    },
  };
  const parts = { receive, documents: { list: () => [] }, quota: {} } as unknown as ConstructorParameters<
    typeof WatchFolder
  >[0];
  watch = new WatchFolder(parts, folder, SHARED_TENANT, { intervalMs: 5, retryMs: RETRY_MS });
  watch.begin({ warn() {} } as unknown as FastifyBaseLogger);
});
afterEach(async () => {
  await watch.close();
  rmSync(folder, { recursive: true });
});

describe('WatchFolder', () => {
  it.each([
    ['a full disk', () => new ServiceError('disk_full', 'no room')],
    ['a file that may not be read', () => Object.assign(new Error('EACCES'), { code: 'EACCES' })],
  ])('tries again, after a pause, what fails for a while: %s', async (_what, failure) => {
    outcome = (name) => {
      if (name === 'a.txt' && tries[name]!.length < 3) throw failure();
    };
    for (const name of ['a.txt', 'b.txt']) writeFileSync(join(folder, name), 'A word.');
    while ((tries['a.txt']?.length ?? 0) < 3) await sleep(5);
    await sleep(RETRY_MS * 1.5);
    const [first, second, third] = tries['a.txt'] as [number, number, number];
    expect(Math.min(second - first, third - second)).toBeGreaterThanOrEqual(RETRY_MS - 1);
    // It is taken, and the other was not held up.
    expect(tries['a.txt']).toHaveLength(3);
    expect(tries['b.txt']).toHaveLength(1);
  });

  it('tries what is no document again when it changes', async () => {
    outcome = () => {
      throw new ServiceError('document_type_unsupported', 'no document');
    };
    writeFileSync(join(folder, 'a.txt'), 'x');
    while (!tries['a.txt']) await sleep(5);
    await sleep(RETRY_MS * 1.5);
    expect(tries['a.txt']).toHaveLength(1);
    writeFileSync(join(folder, 'a.txt'), 'longer');
    while (tries['a.txt'].length < 2) await sleep(5);
  });
});
