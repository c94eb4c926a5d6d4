import { Document } from '@langchain/core/documents';
import { MemoryVectorStore } from '@pareto/vector-stores';
import { beforeEach, describe, expect, it } from 'vitest';
import { PortEmbeddings, PortVectorStore } from '../src/index.ts';
import { WordEmbedder } from './word-embedder.ts';

const DOCUMENTS = [
  { id: 'boat', pageContent: 'the boat is at sea', metadata: { year: 2019, kind: 'ship' } },
  { id: 'plane', pageContent: 'the plane is in the air', metadata: { year: 2021, kind: 'aircraft' } },
  { id: 'ferry', pageContent: 'the ferry is a boat', metadata: { year: 2024, kind: 'ship' } },
].map((fields) => new Document(fields));

let embedder: WordEmbedder;
let memory: MemoryVectorStore;
let store: PortVectorStore;
beforeEach(async () => {
  embedder = new WordEmbedder();
  memory = new MemoryVectorStore();
  store = await PortVectorStore.fromDocuments(DOCUMENTS, new PortEmbeddings({ embedder }), {
    store: memory,
    collection: 'vehicles',
  });
});

const idsOf = (documents: readonly { id?: string | undefined }[]) => documents.map(({ id }) => id);

describe('PortVectorStore', () => {
  it('finds documents with their cosine similarity, the best first', async () => {
    const found = await store.similaritySearchWithScore('the boat is at sea', 2);
    expect(found.map(([{ id }]) => id)).toEqual(['boat', 'ferry']);
    expect(found[0]![0]).toEqual(DOCUMENTS[0]);
    expect(found[0]![1]).toBeCloseTo(1, 6);
    // Three of five words in common.
    expect(found[1]![1]).toBeCloseTo(3 / 5, 6);
    expect(embedder.purposes).toEqual(['passage', 'passage', 'query']);
  });

  it.each([
    [{ kind: 'ship' }, ['boat', 'ferry']],
    [{ kind: 'ship', year: { gte: 2020 } }, ['ferry']],
    [{ year: { $gt: 2019, $lte: 2024 } }, ['ferry', 'plane']],
    [{ $or: [{ kind: { $eq: 'aircraft' } }, { year: { $in: [2024] } }] }, ['ferry', 'plane']],
    [{ not: { kind: { $ne: 'ship' } } }, ['boat', 'ferry']],
    [{ missing: { $exists: true } }, []],
  ])('filters by %j', async (filter, expected) => {
    expect(idsOf(await store.similaritySearch('boat', 4, filter)).sort()).toEqual(expected);
  });

  it.each([
    [{ year: { $regex: '2' } }, 'filter_operator_unknown'],
    [{ year: { gte: [1] } }, 'filter_invalid'],
    [{}, 'filter_invalid'],
  ])('refuses the filter %j', async (filter, code) => {
    await expect(store.similaritySearch('boat', 1, filter)).rejects.toMatchObject({ code });
  });

  it('replaces a document with the same id, and makes ids where there are none', async () => {
    const [id] = await store.addDocuments([new Document({ pageContent: 'a boat of old' })], { ids: ['boat'] });
    expect(id).toBe('boat');
    expect(await memory.count('vehicles')).toBe(3);
    const [made] = await store.addDocuments([new Document({ pageContent: 'a kite' })]);
    expect(made).toMatch(/^[0-9a-f-]{36}$/);
    expect((await store.similaritySearch('kite', 1))[0]).toMatchObject({ id: made, pageContent: 'a kite' });
  });

  it('deletes by id, and nothing by anything else', async () => {
    await store.delete({ ids: ['boat', 'nobody'] });
    expect(idsOf(await store.similaritySearch('boat', 4))).toEqual(['ferry', 'plane']);
    for (const params of [undefined, { filter: { kind: 'ship' } }, { ids: 'ferry' }]) {
      await expect(store.delete(params)).rejects.toMatchObject({ code: 'parameter_unsupported' });
    }
    expect(await memory.count('vehicles')).toBe(2);
  });

  it('writes and deletes more than one batch of the store', async () => {
    const many = Array.from({ length: memory.maxBatch + 1 }, (_, i) => new Document({ id: `d${i}`, pageContent: 'x' }));
    const ids = await store.addDocuments(many);
    expect(await memory.count('vehicles')).toBe(3 + many.length);
    await store.delete({ ids });
    expect(await memory.count('vehicles')).toBe(3);
  });

  it('keeps what metadata of LangChain holds beyond ours', async () => {
    const metadata = {
      source: 'a.md',
      loc: { lines: { from: 1, to: 9 } },
      'pdf.info': 'x',
      tags: ['a', 'b'],
      nothing: null,
      page: 3,
    };
    await store.addDocuments([new Document({ pageContent: 'a kite', metadata })]);
    const [found] = await store.similaritySearch('kite', 1, { source: 'a.md', page: 3 });
    expect(found!.metadata).toEqual(metadata);
  });

  it('says so when another program wrote what it cannot read', async () => {
    const [vector] = await embedder.embed(['kite']);
    const record = { id: 'kite', vector: vector!, text: 'kite', metadata: { langchain_metadata: '{' } };
    await memory.upsert('vehicles', [record]);
    await expect(store.similaritySearch('kite', 1)).rejects.toMatchObject({ code: 'store_invalid' });
  });

  it.each([
    ['too much of it', { big: { text: 'x'.repeat(1_100) } }, 'documents.0.metadata'],
    ['too many fields', Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`k${i}`, i])), 'documents.0.metadata'],
    ['a number that JSON cannot hold', { n: 1n }, 'documents.0.metadata'],
  ])('refuses metadata with %s, before anything is written', async (_, metadata, param) => {
    const added = store.addDocuments([new Document({ pageContent: 'a kite', metadata })]);
    await expect(added).rejects.toMatchObject({ code: 'request_invalid', param });
    expect(await memory.count('vehicles')).toBe(3);
  });

  it.each([
    ['an empty id', { id: '', pageContent: 'x' }, 'request_invalid', 'documents.0.id'],
    ['a long id', { id: 'x'.repeat(513), pageContent: 'x' }, 'request_invalid', 'documents.0.id'],
    ['a NUL', { pageContent: 'a\0b' }, 'text_malformed', 'documents.0.pageContent'],
  ])('refuses %s', async (_, fields, code, param) => {
    await expect(store.addDocuments([new Document(fields)])).rejects.toMatchObject({ code, param });
  });

  it('refuses ids or vectors that are not one per document', async () => {
    await expect(store.addDocuments(DOCUMENTS, { ids: ['a'] })).rejects.toMatchObject({ param: 'ids' });
    await expect(store.addVectors([[1]], DOCUMENTS)).rejects.toMatchObject({ param: 'vectors' });
    await expect(store.addVectors([[1, 0]], DOCUMENTS.slice(0, 1))).rejects.toMatchObject({
      code: 'dimensions_mismatch',
    });
  });

  it('shows the errors of the port', async () => {
    const other = new PortVectorStore(store.embeddings, { store: memory, collection: 'nowhere' });
    await expect(other.similaritySearch('boat')).rejects.toMatchObject({ code: 'collection_not_found' });
    expect(await other.addDocuments([])).toEqual([]);
    await expect(store.similaritySearch('boat', 0)).rejects.toMatchObject({ code: 'k_out_of_range' });
    await memory.close();
    await expect(store.similaritySearch('boat')).rejects.toMatchObject({ code: 'store_unavailable' });
  });

  it('is a retriever, and takes texts with their metadata', async () => {
    const texts = await PortVectorStore.fromTexts(['one kite', 'two kites'], [{ n: 1 }, { n: 2 }], store.embeddings, {
      store: memory,
      collection: 'kites',
    });
    const retriever = texts.asRetriever({ k: 1, filter: { n: { lt: 2 } } });
    expect(await retriever.invoke('two kites')).toMatchObject([{ pageContent: 'one kite', metadata: { n: 1 } }]);
  });
});
