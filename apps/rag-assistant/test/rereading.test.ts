import { existsSync } from 'node:fs';
import { READER_FORMAT } from '@pareto/document-readers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatOf } from '../src/ingestion/index-version.ts';
import { takeStock } from '../src/use-cases/housekeeping.ts';
import { IndexingParts, pagesOf, TENANT } from './indexing-parts.ts';

let parts: IndexingParts;
let old: number;
beforeEach(async () => {
  parts = new IndexingParts();
  parts.begin();
  parts.read = async function* () {
    yield* pagesOf(3, 'old');
  };
  old = parts.upload('a');
  await parts.until(() => parts.find('a')?.status === 'ready');
  parts.becomeOutdated(old);
});
afterEach(() => parts.close());

const text = () => parts.catalogue.pages.page('a', 1)?.text;
const fileOf = (key: number) => parts.catalogue.versions.find(key)?.file;
const atRest = () => parts.catalogue.jobs.waiting() === 0 && parts.catalogue.versions.of('a').length === 1;

/** The next reading stays at its first page until it is let go on. */
function held(word: string, end: () => void = () => undefined) {
  const begun = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  parts.read = async function* () {
    yield* pagesOf(2, word);
    begun.resolve();
    await released.promise;
    end();
  };
  return { begun: begun.promise, release: released.resolve };
}

describe('a document that an earlier reader read', () => {
  it('is known by the format of the reader', () => {
    expect(formatOf(parts.embedder).split('/')).toContain(String(READER_FORMAT));
  });

  it('is read anew, and searched as it was until that is ready', async () => {
    const file = parts.files.path(fileOf(old)!);
    const { begun, release } = held('new');
    await takeStock(parts, parts.embedder);
    await takeStock(parts, parts.embedder);
    parts.worker.wake();
    await begun;
    expect(parts.find('a')).toMatchObject({ status: 'ready', current: old, newest: old });
    expect(text()).toContain('old');
    expect(await parts.visible()).toBe(3);
    release();
    await parts.until(() => parts.find('a')!.current !== old && atRest());
    const { current, newest, status, pages } = parts.find('a')!;
    expect({ status, pages, newest }).toEqual({ status: 'ready', pages: 2, newest: current });
    expect(text()).toContain('new');
    expect(await parts.visible()).toBe(2);
    expect(await parts.vectors()).toEqual([`${current}-0`, `${current}-1`]);
    expect(existsSync(file)).toBe(true);
    expect(parts.readings).toBe(2);
    // It is up to date: nothing is read again.
    await takeStock(parts, parts.embedder);
    expect(parts.catalogue.jobs.waiting()).toBe(0);
  });

  it('stays as it was when the reader fails now', async () => {
    const { begun, release } = held('new', () => {
      throw new Error('a bug');
    });
    await takeStock(parts, parts.embedder);
    parts.worker.wake();
    await begun;
    release();
    await parts.until(() => parts.readings === 5 && atRest());
    expect(parts.find('a')).toMatchObject({ status: 'ready', current: old, newest: old, problemCode: null });
    expect(text()).toContain('old');
    expect(await parts.vectors()).toEqual([`${old}-0`, `${old}-1`, `${old}-2`]);
    expect(existsSync(parts.files.path(fileOf(old)!))).toBe(true);
    // The next start tries it again.
    await takeStock(parts, parts.embedder);
    expect(parts.catalogue.jobs.waiting()).toBe(1);
  });

  it('gives way to an upload that is ready before', async () => {
    const { begun, release } = held('new');
    await takeStock(parts, parts.embedder);
    parts.worker.wake();
    await begun;
    const reread = parts.catalogue.versions.of('a').at(-1)!.key;
    const uploaded = parts.upload('a');
    parts.catalogue.versions.publish(uploaded);
    parts.catalogue.jobs.finish(uploaded);
    release();
    await parts.until(() => parts.catalogue.jobs.waiting() === 0);
    expect(parts.find('a')).toMatchObject({ current: uploaded, newest: uploaded });
    expect(parts.catalogue.versions.superseded().map(({ key }) => key)).toEqual([old, reread]);
    const file = parts.files.path(fileOf(old)!);
    for (const version of parts.catalogue.versions.superseded()) await parts.forget.version(version);
    expect(existsSync(file)).toBe(false);
    expect(await parts.vectors()).toEqual([]);
  });

  it('keeps what is wrong with an upload that failed, and is read anew from the file before it', async () => {
    parts.read = async function* () {
      yield* pagesOf(1, 'failing');
      throw new Error('a bug');
    };
    const failed = parts.upload('a');
    await parts.until(() => parts.find('a')?.status === 'failed');
    parts.read = async function* () {
      yield* pagesOf(2, 'new');
    };
    await takeStock(parts, parts.embedder);
    parts.worker.wake();
    await parts.until(() => parts.find('a')!.current !== old && parts.catalogue.jobs.waiting() === 0);
    expect(parts.find('a')).toMatchObject({ status: 'failed', newest: failed, problemCode: 'internal_error' });
    expect(text()).toContain('new');
  });

  it('waits behind uploads', async () => {
    await parts.worker.close();
    await takeStock(parts, parts.embedder);
    const uploaded = parts.upload('b');
    expect(parts.catalogue.jobs.lease(parts.now)).toBe(uploaded);
    expect(parts.catalogue.versions.hiddenWithVectors(TENANT)).toEqual([]);
  });
});
