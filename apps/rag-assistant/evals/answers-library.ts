import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { embedAll, type Filter } from '@pareto/contracts';
import type { OnnxTextEmbedder } from '@pareto/embeddings';
import { PassageIndex } from '@pareto/retrieval';
import { MemoryVectorStore } from '@pareto/vector-stores';
import type { Library } from '../src/asking/ports.ts';
import { similaritiesBy } from '../src/asking/similarity.ts';
import { PassageCutter } from '../src/ingestion/passage-cutter.ts';
import type { PageContent, Passage } from '../src/passages.ts';
import { Retrieve, type TenantIndex } from '../src/retrieving/retrieve.ts';
import type { EvaluationDocument } from './answers-questions.ts';

const COLLECTION = 'evaluation';
/** As many as the service reads for an answer. */
const PASSAGES = 8;

/** Documents cut, embedded and searched by the service's own parts in this process: for questions by the hundred. */
export class EvaluationLibrary {
  readonly #index = new PassageIndex();
  readonly #passages = new Map<string, Passage>();
  readonly #pages = new Map<string, PageContent>();
  readonly #store = new MemoryVectorStore();
  readonly #retrieve: Retrieve;
  readonly #embedder: OnnxTextEmbedder;

  private constructor(embedder: OnnxTextEmbedder) {
    this.#embedder = embedder;
    this.#retrieve = new Retrieve({ embedder, store: this.#store });
  }

  /** @param cache a folder that keeps the vectors of passages, so that they are made once. */
  static async build(documents: readonly EvaluationDocument[], embedder: OnnxTextEmbedder, cache: string) {
    const library = new EvaluationLibrary(embedder);
    const texts = new Map<string, string>();
    for (const { id, name, pages } of documents) {
      const cutter = new PassageCutter((text) => embedder.countTokens(text));
      const passages: Passage[] = [];
      for (const page of pages) {
        const lines = page.blocks.flatMap((block) => block.lines);
        library.#pages.set(`${id}#${page.number}`, { documentId: id, number: page.number, text: page.text, lines });
        for (const { embedText, ...cut } of cutter.cut(page)) {
          const passage = { ...cut, id: `${id}#${passages.length}`, documentId: id };
          passages.push(passage);
          library.#passages.set(passage.id, passage);
          texts.set(passage.id, embedText);
        }
      }
      library.#index.add({ id, name, title: '' }, passages);
    }
    await library.#embed(texts, embedder, cache);
    return library;
  }

  get size(): number {
    return this.#passages.size;
  }

  /** What `Ask` reads, as if only these documents were there. */
  of(documentIds?: readonly string[]): Library {
    const tenant: TenantIndex = {
      vectors: COLLECTION,
      filter: (): Filter | undefined =>
        documentIds && { kind: 'member', field: 'document', operator: 'in', values: [...documentIds] },
      passages: this.#index,
      passage: (id) => this.#passages.get(id),
    };
    return {
      retrieve: (question, signal) => this.#retrieve.run({ tenant, question, k: PASSAGES, documentIds }, signal),
      page: (document, number) => this.#pages.get(`${document}#${number}`),
      size: () => this.size,
      unknown: (words) => this.#index.unknown(words, documentIds),
      similarities: similaritiesBy(this.#embedder),
    };
  }

  async #embed(texts: ReadonlyMap<string, string>, embedder: OnnxTextEmbedder, cache: string): Promise<void> {
    const vectors = await cached([...texts.values()], embedder, join(cache, 'vectors'));
    await this.#store.createCollection(COLLECTION, embedder.dimensions);
    const records = [...texts].map(([id, text], i) => {
      const metadata = { document: this.#passages.get(id)!.documentId };
      return { id, vector: vectors[i]!, text, metadata };
    });
    for (let start = 0; start < records.length; start += this.#store.maxBatch) {
      await this.#store.upsert(COLLECTION, records.slice(start, start + this.#store.maxBatch));
    }
  }
}

async function cached(texts: readonly string[], embedder: OnnxTextEmbedder, folder: string): Promise<Float32Array[]> {
  const hash = createHash('sha256').update(embedder.fingerprint);
  for (const text of texts) hash.update(text).update('\0');
  const file = join(folder, `${hash.digest('hex').slice(0, 16)}.f32`);
  if (!existsSync(file)) {
    const vectors = await embedAll(embedder, texts, { purpose: 'passage' });
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      file,
      Buffer.concat(vectors.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength))),
    );
  }
  const bytes = readFileSync(file);
  const size = embedder.dimensions;
  const all = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  return texts.map((_, i) => all.subarray(i * size, (i + 1) * size));
}
