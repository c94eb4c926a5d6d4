import { Chroma } from '@langchain/community/vectorstores/chroma';
import { Document } from '@langchain/core/documents';
import { chromaServer, findChroma } from '@pareto/contract-tests';
import { ChromaVectorStore } from '@pareto/vector-stores';
import { ChromaClient } from 'chromadb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PortEmbeddings, PortVectorStore } from '../src/index.ts';
import { WordEmbedder } from './word-embedder.ts';

const program = findChroma();
const DOCUMENTS = [
  { id: 'boat', pageContent: 'the boat is at sea', metadata: { year: 2019, kind: 'ship' } },
  { id: 'plane', pageContent: 'the plane is in the air', metadata: { year: 2021, kind: 'aircraft' } },
].map((fields) => new Document(fields));
const FERRY = new Document({
  id: 'ferry',
  pageContent: 'the ferry is a boat',
  metadata: { year: 2024, price: 9.5, is_open: true },
});

describe.skipIf(!program)(
  'our Chroma adapter and the Chroma store of @langchain/community (needs a Chroma server)',
  () => {
    const embeddings = new PortEmbeddings({ embedder: new WordEmbedder() });
    let server: Awaited<ReturnType<typeof chromaServer>>;
    let index: ChromaClient;
    let ours: PortVectorStore;
    let theirs: Chroma;
    beforeAll(async () => {
      server = await chromaServer(program!);
      await server.start();
      const { hostname, port } = new URL(server.url);
      index = new ChromaClient({ host: hostname, port: Number(port), ssl: false });
      const store = new ChromaVectorStore({ url: server.url });
      ours = await PortVectorStore.fromDocuments(DOCUMENTS, embeddings, { store, collection: 'vehicles' });
      theirs = await Chroma.fromExistingCollection(embeddings, { collectionName: 'vehicles', index });
    }, 60_000);
    afterAll(async () => {
      await server?.stop();
      server?.remove();
    });

    it('theirs reads what ours wrote: texts, metadata, distances, filters', async () => {
      const [mine] = await ours.similaritySearchWithScore('the boat is at sea', 2);
      const found = await theirs.similaritySearchWithScore('the boat is at sea', 2);
      expect(found.map(([{ id }]) => id)).toEqual(['boat', 'plane']);
      expect(found[0]![0]).toMatchObject({ pageContent: 'the boat is at sea', metadata: { year: 2019, kind: 'ship' } });
      // Theirs gives cosine distances where ours gives similarities.
      for (const [i, [, score]] of (await ours.similaritySearchWithScore('a plane', 2)).entries()) {
        const [, distance] = (await theirs.similaritySearchWithScore('a plane', 2))[i]!;
        expect(1 - distance).toBeCloseTo(score, 5);
      }
      expect(mine![1]).toBeCloseTo(1, 5);
      const filtered = await theirs.similaritySearch('the boat is at sea', 2, { kind: 'aircraft' });
      expect(filtered.map(({ id }) => id)).toEqual(['plane']);
    });

    it('ours reads what theirs wrote, filters it, and deletes it', async () => {
      await theirs.addDocuments([FERRY], { ids: ['ferry'] });
      const [[found, score]] = (await ours.similaritySearchWithScore('the ferry is a boat', 1)) as [[Document, number]];
      expect(found).toEqual(FERRY);
      expect(score).toBeCloseTo(1, 5);
      const filtered = await ours.similaritySearch('the boat is at sea', 3, { year: { $gt: 2020 }, is_open: true });
      expect(filtered.map(({ id }) => id)).toEqual(['ferry']);
      await ours.delete({ ids: ['ferry'] });
      expect((await theirs.similaritySearch('the ferry is a boat', 3)).map(({ id }) => id).sort()).toEqual([
        'boat',
        'plane',
      ]);
    });

    it('ours says so of what it cannot read: metadata in lists, and collections without dimensions', async () => {
      await theirs.addDocuments([new Document({ pageContent: 'kite', metadata: { tags: ['a', 'b'] } })], {
        ids: ['kite'],
      });
      await expect(ours.similaritySearch('kite', 1)).rejects.toMatchObject({ code: 'store_invalid' });
      await theirs.delete({ ids: ['kite'] });
      await Chroma.fromDocuments(DOCUMENTS, embeddings, { collectionName: 'made.by.theirs', index });
      const store = new ChromaVectorStore({ url: server.url });
      const other = new PortVectorStore(embeddings, { store, collection: 'made.by.theirs' });
      await expect(other.similaritySearch('boat', 1)).rejects.toMatchObject({ code: 'store_invalid' });
    });
  },
);
