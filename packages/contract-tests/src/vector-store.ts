import { ServiceError, type VectorStore } from '@pareto/contracts';
import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import { testCollections } from './vector-store/collections.ts';
import { testConcurrency } from './vector-store/concurrency.ts';
import { testFilters } from './vector-store/filters.ts';
import { testPersistence } from './vector-store/persistence.ts';
import { testRecords } from './vector-store/records.ts';
import { testSearch } from './vector-store/search.ts';

export interface VectorStoreUnderTest {
  readonly store: VectorStore;
  /** Closes nothing: opens a second store over the same data. Left out by stores that keep none. */
  reopen?(): Promise<VectorStore>;
  /** Removes what the store left behind; called after `store.close()`. */
  dispose?(): Promise<void>;
}

/** What the tests of one topic see: the store, and the name of a collection that no other test uses. */
export interface VectorStoreContext {
  readonly store: VectorStore;
  readonly collection: string;
  readonly reopen: (() => Promise<VectorStore>) | undefined;
}

export type CurrentContext = () => VectorStoreContext;

/** The behaviour that every `VectorStore` shares. Call it at the top level of a test file. */
export function describeVectorStore(name: string, create: () => Promise<VectorStoreUnderTest>): void {
  describe(`${name} as a VectorStore`, () => {
    let underTest: VectorStoreUnderTest;
    let collection = '';
    let count = 0;

    beforeAll(async () => {
      underTest = await create();
    }, 120_000);

    beforeEach(() => {
      count += 1;
      collection = `contract.test_${process.pid}-${count}`;
    });

    afterAll(async () => {
      await underTest?.store.close();
      await underTest?.dispose?.();
    });

    const current: CurrentContext = () => ({
      store: underTest.store,
      collection,
      reopen: underTest.reopen?.bind(underTest),
    });
    describe('collections', () => testCollections(current));
    describe('records', () => testRecords(current));
    describe('search', () => testSearch(current));
    describe('filters', () => testFilters(current));
    describe('concurrency', () => testConcurrency(current));
    describe('persistence', () => testPersistence(current));
  });
}

/** Asserts on the stable code of a failure rather than on its words. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof ServiceError) return error.code;
    throw error;
  }
  return 'no failure';
}
