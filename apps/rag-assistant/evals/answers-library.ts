import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { byScore, embedAll, type ScoredId } from '@pareto/contracts';
import type { OnnxTextEmbedder } from '@pareto/embeddings';
import { PassageIndex } from '@pareto/retrieval';
import type { Library } from '../src/asking/ports.ts';
import { PassageCutter } from '../src/ingestion/passage-cutter.ts';
import type { PageContent, Passage } from '../src/passages.ts';
import type { EvaluationDocument } from './answers-questions.ts';

const NEAREST = 200;
const PASSAGES = 8;

/** Documents cut, embedded and searched as the service does, in this process: for questions by the hundred. */
export class EvaluationLibrary {
  readonly #index = new PassageIndex();
  readonly #passages = new Map<string, Passage>();
  readonly #pages = new Map<string, PageContent>();
  readonly #vectors = new Map<string, Float32Array>();
  readonly #embedder: OnnxTextEmbedder;

  private constructor(embedder: OnnxTextEmbedder) {
    this.#embedder = embedder;
  }

  /** @param cache a folder that keeps the vectors of passages, so that they are made once. */
  static async build(documents: readonly EvaluationDocument[], embedder: OnnxTextEmbedder, cache: string) {
    const library = new EvaluationLibrary(embedder);
    const texts = new Map<string, string>();
    for (const { id, name, pages } of documents) {
      const cutter = new PassageCutter((text) => embedder.countTokens(text), { name, title: '' });
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
    await library.#embed(texts, cache);
    return library;
  }

  get size(): number {
    return this.#passages.size;
  }

  /** What `Ask` reads, as if only some of the documents were there. */
  of(
    documentIds?: readonly string[],
    without: readonly { readonly document: string; readonly page: number }[] = [],
  ): Library {
    const hidden = new Set(without.map(({ document, page }) => `${document}#${page}`));
    const wanted = documentIds && new Set(documentIds);
    const isSeen = (id: string) => {
      const passage = this.#passages.get(id)!;
      return (!wanted || wanted.has(passage.documentId)) && !hidden.has(`${passage.documentId}#${passage.page}`);
    };
    return {
      retrieve: async (question) => {
        const analysis = this.#index.analyse(question);
        const queries = await this.#embedder.embed(analysis.queries, { purpose: 'query' });
        const dense = queries.map((query) => this.#nearest(query, isSeen));
        const ranked = this.#index.rank(analysis, dense, { k: PASSAGES + 4 * hidden.size, documentIds });
        return ranked
          .filter(({ id }) => isSeen(id))
          .slice(0, PASSAGES)
          .map(({ id, scores }) => {
            const passage = this.#passages.get(id)!;
            return { ...passage, documentName: this.#index.document(passage.documentId)!.name, scores };
          });
      },
      page: (document, number) => this.#pages.get(`${document}#${number}`),
    };
  }

  #nearest(query: Float32Array, isSeen: (id: string) => boolean): ScoredId[] {
    const hits: ScoredId[] = [];
    for (const [id, vector] of this.#vectors) {
      if (!isSeen(id)) continue;
      let score = 0;
      for (let i = 0; i < vector.length; i += 1) score += vector[i]! * query[i]!;
      hits.push({ id, score });
    }
    return hits.sort(byScore).slice(0, NEAREST);
  }

  async #embed(texts: ReadonlyMap<string, string>, cache: string): Promise<void> {
    const list = [...texts.values()];
    const hash = createHash('sha256').update(this.#embedder.fingerprint);
    for (const text of list) hash.update(text).update('\0');
    const file = join(cache, `${hash.digest('hex').slice(0, 16)}.f32`);
    const size = this.#embedder.dimensions;
    if (!existsSync(file)) {
      const vectors = await embedAll(this.#embedder, list, { purpose: 'passage' });
      mkdirSync(cache, { recursive: true });
      writeFileSync(
        file,
        Buffer.concat(vectors.map((vector) => Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength))),
      );
    }
    const bytes = readFileSync(file);
    const all = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
    for (const [i, id] of [...texts.keys()].entries()) this.#vectors.set(id, all.subarray(i * size, (i + 1) * size));
  }
}
