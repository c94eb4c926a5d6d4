import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerProcess } from '@pareto/contract-tests/app-process';
import { describe, expect, it } from 'vitest';
import { Client } from './client.ts';
import { type StoredState, type StoredVersion, storedState } from './crash-state.ts';
import { LedgerEntry } from './ledger.ts';
import { seededRandom } from './random.ts';
import { filesHolding, hasModels } from './service.ts';
import { serviceProcess } from './service-process.ts';

const KILLS = Number(process.env.KILLS ?? 20);
const SEED = Number(process.env.SEED ?? 1);
const MS_PER_KILL = 20_000;

const TOKEN = 'durability'.padEnd(43, '-');

describe.skipIf(!hasModels)('a service that is killed (needs model files)', () => {
  it(`loses, doubles and half shows nothing in ${KILLS} kills`, { timeout: 60_000 + KILLS * MS_PER_KILL }, async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'pareto-rag-kill-'));
    const random = seededRandom(SEED);
    const service = await serviceProcess(dataDir, { LIMITS: 'off', SESSION_LIFE_MS: String(24 * 3_600_000) });
    const caller = new Client(service.url, { 'x-session-token': TOKEN });
    // Each caller has names of its own, so that it knows what came of its requests. The long ones take several batches.
    const callers = [
      [new LedgerEntry('a.pdf', 3), new LedgerEntry('b.pdf', 2)],
      [new LedgerEntry('long.txt', 140), new LedgerEntry('c.txt', 5)],
      [new LedgerEntry('longer.txt', 270), new LedgerEntry('d.pdf', 1)],
    ];
    const entries = callers.flat();
    const phases: Record<string, number> = {};
    // How long the service worked on what was left: kills shall come at any time of such a job.
    let settlingMs = 1_500;
    try {
      await service.start();
      for (let kill = 1; kill <= KILLS; kill += 1) {
        for (const entry of entries) await entry.prepare();
        // Busy callers go on until the end; calm ones do one thing each and let the service work on it.
        const isBusy = random() < 0.4;
        const life = isBusy ? 5 + random() * 2_000 : random() * settlingMs;
        const wrong = await workUntilKilled(service, caller, callers, { isBusy, life }, random);
        const state = await storedState(dataDir);
        for (const phase of phasesOf(state)) phases[phase] = (phases[phase] ?? 0) + 1;
        wrong.push(...wrongInFiles(state));
        for (const word of entries.flatMap(({ forgotten }) => forgotten)) {
          if (filesHolding(dataDir, word).length > 0) wrong.push(`${word} was deleted and is on disk`);
        }
        await service.start();
        const began = performance.now();
        const listed = await caller.list();
        for (const entry of entries) wrong.push(...(await entry.settle(caller, listed)));
        settlingMs = performance.now() - began;
        expect(wrong, `after kill ${kill} of seed ${SEED}`).toEqual([]);
      }
      // A start cleans up, and a stop waits for that.
      await service.stop();
      await service.start();
      const visible = (await caller.list()).length;
      await service.stop();
      const { versions, vectors, files } = await storedState(dataDir);
      expect(versions.every(({ isCurrent, isDeleted, status }) => isCurrent && !isDeleted && status === 'ready')).toBe(
        true,
      );
      expect(versions).toHaveLength(visible);
      const passages = versions.flatMap(({ key, passagesKept }) => numbered(key, passagesKept));
      expect(vectors.toSorted()).toEqual(passages.toSorted());
      expect(files.toSorted()).toEqual(versions.map(({ file }) => file).toSorted());
      console.info(`${KILLS} kills of seed ${SEED}, by what they met:`, phases);
    } finally {
      await service.kill();
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
});

/** Uploads, replaces, deletes and searches at once, until the process dies. @returns what was wrong meanwhile. */
async function workUntilKilled(
  service: ServerProcess,
  caller: Client,
  callers: readonly (readonly LedgerEntry[])[],
  { isBusy, life }: { isBusy: boolean; life: number },
  random: () => number,
): Promise<string[]> {
  const wrong: string[] = [];
  let isKilled = false;
  const first = Promise.withResolvers<void>();
  const failed = (error: Error) => {
    first.resolve();
    // A request that the kill cut off fails without an answer.
    if (!isKilled || !/fetch failed|terminated|socket/.test(error.message)) wrong.push(error.message);
  };
  const repeat = async (work: () => Promise<void>) => {
    while (!isKilled) {
      await work().catch(failed);
      await sleep(random() * 800);
    }
  };
  const work = callers.map(async (entries) => {
    const once = async () => {
      const entry = entries[Math.floor(random() * entries.length)]!;
      if (entry.isAbsent || random() < 0.6) await entry.upload(caller);
      else await entry.delete(caller);
      first.resolve();
    };
    await (isBusy ? repeat(once) : once().catch(failed));
  });
  const watch = repeat(async () => {
    const listed = await caller.list();
    if (listed.length > 0) wrong.push(...(await halfShown(caller, listed[Math.floor(random() * listed.length)]!.id)));
  });
  // In calm rounds the time counts from the first acknowledgement on: jobs are what the kill shall meet.
  if (!isBusy) await first.promise;
  await sleep(life);
  isKilled = true;
  await service.kill();
  await Promise.all([...work, watch]);
  return wrong;
}

/** A search finds all pages of one version of a document, or nothing of it. */
async function halfShown(caller: Client, id: string): Promise<string[]> {
  const search = { question: 'What was said on the sheet?', document_ids: [id], k: 50 };
  const before = await caller.call('GET', `/v1/documents/${id}`);
  const { status, body } = await caller.call('POST', '/v1/retrieve', search);
  const after = await caller.call('GET', `/v1/documents/${id}`);
  if (status !== 200) return status === 404 && after.status === 404 ? [] : [`a search was answered ${status}`];
  const found: { page: number; text: string }[] = body.passages;
  const words = new Set(found.map(({ text }) => /zq\w+xw/.exec(text)?.[0]));
  if (words.size > 1) return [`a search found passages of ${[...words]}`];
  const isHidden = before.body.searchable === false && after.body.searchable === false;
  if (isHidden && found.length > 0) return ['a search found a document that is not ready'];
  const isSame =
    before.body.status === 'ready' && after.body.status === 'ready' && before.body.bytes === after.body.bytes;
  if (isSame && found.length !== Math.min(50, after.body.pages)) {
    return [`a search found ${found.length} of ${after.body.pages} pages`];
  }
  return [];
}

/** What must hold of the files of a service at any moment. */
function wrongInFiles({ versions, vectors, files }: StoredState): string[] {
  const wrong: string[] = [];
  const kept = new Set(vectors);
  if (kept.size !== vectors.length) wrong.push('vectors twice');
  const begun = new Map(versions.map(({ key, passagesBegun }) => [key, passagesBegun]));
  for (const id of kept) {
    const [version, number] = id.split('-').map(Number);
    if (number! >= (begun.get(version!) ?? 0)) wrong.push(`vector ${id} belongs to nothing`);
  }
  for (const { key, isCurrent, isDeleted, file, pages, pagesKept, passagesKept } of versions) {
    if (!isDeleted && !files.includes(file) && isCurrent) wrong.push(`the file of ${key} is lost`);
    if (!isCurrent) continue;
    if (pagesKept !== pages) wrong.push(`${pagesKept} of ${pages} pages of ${key}`);
    const missing = numbered(key, passagesKept).filter((id) => !kept.has(id)).length;
    if (passagesKept < pages || missing > 0) wrong.push(`${missing} of ${passagesKept} vectors of ${key} are missing`);
  }
  return wrong;
}

/** What a service was doing when it was killed, as its files tell. */
function phasesOf({ versions, files }: StoredState): Set<string> {
  const known = new Set(versions.map(({ file }) => file));
  const phases = new Set(versions.filter(({ isCurrent }) => !isCurrent).map(phaseOf));
  if (files.some((file) => !known.has(file))) phases.add('receiving');
  if (phases.size === 0) phases.add('at rest');
  return phases;
}

function phaseOf({ isDeleted, isNewest, isLeased, passagesBegun, passagesKept }: StoredVersion): string {
  if (isDeleted) return 'deleting';
  if (!isNewest) return 'forgetting a version';
  if (!isLeased) return 'waiting';
  if (passagesBegun === 0) return 'parsing';
  return passagesKept < passagesBegun ? 'writing passages' : 'before publishing';
}

function numbered(version: number, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${version}-${i}`);
}
