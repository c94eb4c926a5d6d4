import { setImmediate as turn } from 'node:timers/promises';
import { ServiceError } from '@pareto/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IndexingParts, pageOf, pagesOf, TENANT } from './indexing-parts.ts';

const DOWN = () => new ServiceError('store_unavailable', 'down');

let parts: IndexingParts;
beforeEach(() => {
  parts = new IndexingParts();
  parts.begin();
});
afterEach(() => parts.close());

const isReady = (id: string) => () => parts.find(id)?.status === 'ready';
const hasFailed = (id: string) => () => parts.find(id)?.status === 'failed';

describe('IndexingWorker', () => {
  it('makes a document visible when all of it is in the store', async () => {
    const key = parts.upload('a');
    await parts.until(isReady('a'));
    expect(parts.find('a')).toMatchObject({ pages: 3, pagesDone: 3, current: key });
    expect(await parts.vectors()).toEqual([`${key}-0`, `${key}-1`, `${key}-2`]);
    expect(await parts.visible()).toBe(3);
    expect(parts.catalogue.jobs.waiting()).toBe(0);
  });

  it('takes pages with more passages than the store takes at once', async () => {
    const words = (passages: number) => 'word '.repeat(passages * 100);
    parts.read = async function* () {
      yield pageOf(1, 'Page 1 has the word.');
      yield pageOf(2, words(2_600));
      yield pageOf(3, 'Page 3 has the word.');
    };
    const key = parts.upload('a');
    await parts.until(isReady('a'));
    const vectors = await parts.vectors();
    expect(vectors.length).toBeGreaterThan(parts.store.maxBatch);
    expect(await parts.visible()).toBe(vectors.length);
    const last = parts.catalogue.pages.passage(`${key}-${vectors.length - 1}`);
    expect(last).toMatchObject({ page: 3, text: 'Page 3 has the word.' });
    expect(parts.find('a')).toMatchObject({ pages: 3, pagesDone: 3 });
  });

  it('tries a reader that fails again, with pauses, and shows nothing of it meanwhile', async () => {
    const times: number[] = [];
    parts.read = async function* () {
      times.push(parts.now);
      yield pageOf(1, 'Page 1 has the word.');
      if (times.length < 4) throw new Error('a bug');
    };
    parts.upload('a', 1);
    await parts.until(() => times.length === 2);
    expect(await parts.visible()).toBe(0);
    await parts.until(isReady('a'));
    expect(times).toEqual([0, 1_000, 3_000, 7_000]);
    expect(await parts.visible()).toBe(1);
  });

  it('gives up what fails four times, and keeps nothing of it but what is wrong', async () => {
    parts.read = async function* () {
      yield* pagesOf(300);
      throw new Error('words of the document');
    };
    parts.upload('a', 300);
    await parts.until(() => hasFailed('a')() && parts.catalogue.versions.of('a')[0]!.passagesBegun === 0);
    expect(parts.readings).toBe(4);
    expect(parts.find('a')).toMatchObject({ problemCode: 'internal_error', current: null });
    expect(parts.find('a')!.problemDetail).not.toContain('words');
    expect(await parts.vectors()).toEqual([]);
    expect(await parts.visible()).toBe(0);
  });

  it('says at once what is wrong with a document', async () => {
    parts.read = async function* () {
      yield* pagesOf(200);
      throw new ServiceError('pdf_no_text', 'No page holds text.');
    };
    parts.upload('a');
    await parts.until(() => hasFailed('a')() && parts.catalogue.versions.of('a')[0]!.passagesBegun === 0);
    expect(parts.readings).toBe(1);
    expect(parts.find('a')).toMatchObject({ problemCode: 'pdf_no_text', problemDetail: 'No page holds text.' });
    expect(await parts.vectors()).toEqual([]);
  });

  it('waits for a store that dies between writing and reading back, as long as it takes', async () => {
    let searches = 0;
    parts.store.beforeSearch = () => {
      searches += 1;
      if (searches <= 10) throw DOWN();
    };
    const key = parts.upload('a');
    await parts.until(() => searches === 10);
    expect(parts.find('a')!.status).not.toBe('failed');
    expect(await parts.visible()).toBe(0);
    await parts.until(isReady('a'));
    expect(await parts.vectors()).toEqual([`${key}-0`, `${key}-1`, `${key}-2`]);
    expect(await parts.visible()).toBe(3);
  });

  it('does not believe a store that acknowledges what it does not keep', async () => {
    parts.store.losesWrites = true;
    parts.upload('a');
    await parts.until(() => parts.readings === 6);
    expect(parts.find('a')).toMatchObject({ current: null });
    parts.store.losesWrites = false;
    await parts.until(isReady('a'));
    expect(await parts.vectors()).toHaveLength(3);
  });

  it('goes on where it was broken off', async () => {
    const written: string[] = [];
    parts.read = async function* () {
      yield* pagesOf(300);
    };
    parts.store.beforeUpsert = (records) => {
      written.push(...records.map(({ id }) => id));
      if (written.length > 128 && written.length <= 300) throw DOWN();
    };
    const key = parts.upload('a', 300);
    await parts.until(isReady('a'));
    expect(written.filter((id) => id === `${key}-0`)).toHaveLength(1);
    expect(written.filter((id) => id === `${key}-128`).length).toBeGreaterThan(1);
    expect(await parts.vectors()).toHaveLength(300);
    expect(await parts.visible()).toBe(300);
  });

  it('leaves no gap when a later batch is there before an earlier one', async () => {
    const later = Promise.withResolvers<void>();
    let hasFailed = false;
    parts.read = async function* () {
      yield* pagesOf(250);
    };
    parts.store.beforeUpsert = async ([first]) => {
      if (first!.metadata.batch !== 0 || hasFailed) return;
      await later.promise;
      hasFailed = true;
      throw DOWN();
    };
    let searches = 0;
    parts.store.beforeSearch = () => {
      searches += 1;
    };
    const key = parts.upload('a', 250);
    // The second batch is written and read back, the first never was.
    await parts.until(() => searches === 1);
    for (let i = 0; i < 5; i += 1) await turn();
    expect(parts.catalogue.versions.find(key)!.passagesDone).toBe(0);
    later.resolve();
    await parts.until(isReady('a'));
    expect(await parts.vectors()).toHaveLength(250);
    expect(await parts.visible()).toBe(250);
  });

  it('keeps the last pages of a broken-off document, also when they are empty', async () => {
    parts.read = async function* () {
      yield* pagesOf(128);
      if (parts.readings === 1) {
        while (parts.catalogue.versions.find(1)!.passagesDone === 0) await turn();
        throw DOWN();
      }
      yield pageOf(129, '');
    };
    parts.upload('a', 129);
    await parts.until(isReady('a'));
    expect(parts.catalogue.pages.page('a', 129)).toMatchObject({ text: '' });
  });

  it('has a new version ready whatever becomes of the former', async () => {
    const first = parts.upload('a');
    await parts.until(isReady('a'));
    parts.store.beforeDelete = () => {
      throw DOWN();
    };
    const second = parts.upload('a');
    await parts.until(() => parts.find('a')?.current === second);
    for (let i = 0; i < 5; i += 1) await turn();
    expect(parts.find('a')).toMatchObject({ status: 'ready', current: second, problemCode: null });
    expect(await parts.visible()).toBe(3);
    // The former is invisible, and there to be forgotten later.
    expect(parts.catalogue.versions.superseded().map(({ key }) => key)).toEqual([first]);
    expect(parts.catalogue.versions.hiddenWithVectors(TENANT)).toEqual([first]);
    parts.store.beforeDelete = () => undefined;
    for (const version of parts.catalogue.versions.superseded()) await parts.forget.version(version);
    expect(await parts.vectors()).toEqual([`${second}-0`, `${second}-1`, `${second}-2`]);
  });

  it('lets a newer upload overtake the one that is being read', async () => {
    const reading = Promise.withResolvers<void>();
    parts.read = async function* () {
      yield* pagesOf(3, 'old');
      reading.resolve();
      await new Promise((resolve) => setTimeout(resolve, 20));
    };
    const first = parts.upload('a');
    await reading.promise;
    parts.read = async function* () {
      yield* pagesOf(2, 'new');
    };
    const second = parts.upload('a', 2);
    await parts.until(isReady('a'));
    expect(parts.find('a')).toMatchObject({ current: second, pages: 2 });
    expect(await parts.visible()).toBe(2);
    await parts.until(() => parts.catalogue.versions.find(first) === undefined);
  });

  it('ends the work on a document that is deleted', async () => {
    const reading = Promise.withResolvers<void>();
    parts.read = async function* () {
      yield* pagesOf(200);
      reading.resolve();
      await new Promise((resolve) => setTimeout(resolve, 20));
      yield* pagesOf(400).slice(200);
    };
    parts.upload('a', 400);
    await reading.promise;
    parts.forget.hide(TENANT, 'a');
    await parts.worker.cancel('a');
    await parts.forget.document(TENANT, 'a');
    expect(parts.catalogue.jobs.waiting()).toBe(0);
    expect(await parts.vectors()).toEqual([]);
    expect(parts.catalogue.documents.deleted()).toEqual([]);
    expect(await parts.visible()).toBe(0);
  });

  it('puts back what it is at when the service stops', async () => {
    const reading = Promise.withResolvers<void>();
    parts.read = async function* () {
      yield* pagesOf(3);
      reading.resolve();
      await new Promise((resolve) => setTimeout(resolve, 20));
    };
    const key = parts.upload('a');
    await reading.promise;
    await parts.worker.close();
    expect(parts.find('a')!.current).toBeNull();
    expect(parts.catalogue.jobs.lease(parts.now)).toBe(key);
  });
});
