import { PageChunker } from '@pareto/chunking';
import type { DocumentPage, DocumentReader, ScoredId } from '@pareto/contracts';
import { embedText, type IndexedPassage, LexicalIndex, PassageIndex, statementPage } from '@pareto/retrieval';
import type { CachedEmbedder } from './cached-embedder.ts';
import type { RetrievalSet } from './retrieval-set.ts';

/** Passages of a set's documents with their vectors, searched exhaustively in memory. */
export interface Corpus {
  readonly size: number;
  /** Document and page of a passage. */
  place(id: string): { readonly document: string; readonly page: number };
  nearest(vector: Float32Array, documents: readonly string[] | undefined, k: number): ScoredId[];
  readonly words: LexicalIndex;
}

/** A corpus of passages cut along the structure of pages, with the index that the service ranks by. */
export interface StructuredCorpus extends Corpus {
  readonly index: PassageIndex;
}

interface Entry {
  readonly id: string;
  readonly document: string;
  readonly page: number;
  readonly text: string;
  readonly vector: Float32Array;
}

/** Reads every document of the set once, by name. */
export async function readSet(set: RetrievalSet, reader: DocumentReader): Promise<Map<string, DocumentPage[]>> {
  const documents = new Map<string, DocumentPage[]>();
  for (const { name, path } of set.documents) documents.set(name, await Array.fromAsync(reader.read(path)));
  return documents;
}

/**
 * A report as long as all documents together: one document, and after it the pages of the others, but for their
 * statements. So each question is asked among many pages that write of the same things.
 */
export function lengthened(
  documents: ReadonlyMap<string, readonly DocumentPage[]>,
  name: string,
): Map<string, readonly DocumentPage[]> {
  const pages = [...documents.get(name)!];
  for (const [other, others] of documents) {
    if (other === name) continue;
    for (const page of others) {
      const isStatement = [...(statementPage(page.text)?.kinds.values() ?? [])].some((likely) => likely > 0.5);
      if (!isStatement) pages.push({ ...page, number: pages.length + 1 });
    }
  }
  return new Map([[name, pages]]);
}

/** The baseline: windows of so many words of a page's plain text, without structure. */
export async function windowCorpus(
  documents: ReadonlyMap<string, readonly DocumentPage[]>,
  words: number,
  embedder: CachedEmbedder,
): Promise<Corpus> {
  const passages = [...documents].flatMap(([document, pages]) =>
    pages.flatMap(({ number: page, text }) => {
      const all = text.split(/[\s|]+/).filter(Boolean);
      const starts = Array.from({ length: Math.ceil(all.length / words) }, (_, i) => i * words);
      return starts.map((start) => {
        return { id: `${document}#${page}#${start}`, document, page, text: all.slice(start, start + words).join(' ') };
      });
    }),
  );
  const vectors = await embedder.embed(passages.map(({ text }) => text));
  return corpusOf(passages.map((passage, i) => ({ ...passage, vector: vectors[i]! })));
}

/** Passages as the service cuts, embeds and indexes them. */
export async function structuredCorpus(
  documents: ReadonlyMap<string, readonly DocumentPage[]>,
  maxTokens: number,
  embedder: CachedEmbedder,
): Promise<StructuredCorpus> {
  const index = new PassageIndex();
  const entries: { id: string; document: string; page: number; text: string }[] = [];
  for (const [name, pages] of documents) {
    const chunker = new PageChunker({ maxTokens, countTokens: embedder.countTokens });
    const card = { id: name, name, title: '' };
    const passages: IndexedPassage[] = [];
    for (const chunk of pages.flatMap((page) => chunker.chunk(page))) {
      const passage = { ...chunk, id: `${name}#${passages.length}` };
      passages.push(passage);
      entries.push({ id: passage.id, document: name, page: chunk.page, text: embedText(passage) });
    }
    index.add(card, passages);
  }
  const vectors = await embedder.embed(entries.map(({ text }) => text));
  return { ...corpusOf(entries.map((entry, i) => ({ ...entry, vector: vectors[i]! }))), index };
}

function corpusOf(entries: readonly Entry[]): Corpus {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const words = new LexicalIndex({ language: 'en' });
  for (const { id, text } of entries) words.upsert(id, text);
  return {
    size: entries.length,
    words,
    place: (id) => byId.get(id)!,
    nearest: (vector, documents, k) =>
      entries
        .filter(({ document }) => !documents || documents.includes(document))
        .map((entry) => ({ id: entry.id, score: dot(entry.vector, vector) }))
        .sort((a, b) => b.score - a.score)
        .slice(0, k),
  };
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!;
  return sum;
}
