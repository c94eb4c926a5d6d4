import type { ScoredId } from '@pareto/contracts';
import { Analyzer, type Language } from './analyzer.ts';
import { PostingList } from './postings.ts';
import { TopK } from './top-k.ts';
import { BM25, type LexicalRanker, TF_IDF, type Weighting } from './weighting.ts';

/** Deleted documents stay in the lists until they are this share of all. */
const MAX_DELETED_SHARE = 0.25;
const WEIGHTINGS: Readonly<Record<LexicalRanker, Weighting>> = { bm25: BM25, tfidf: TF_IDF };

export interface LexicalSearchOptions {
  readonly engine: LexicalRanker;
  readonly k: number;
  /** Documents to rank; all when absent. */
  readonly accept?: (id: string) => boolean;
}

/** The share of one term in a document's score. `tf` is the term's count in the document. */
export interface TermContribution {
  readonly term: string;
  readonly tf: number;
  readonly idf: number;
  readonly weight: number;
}

/**
 * An inverted index in memory. Adding, replacing and removing are incremental, and give the same rankings as
 * building anew. Scores are summed term at a time over dense arrays.
 */
export class LexicalIndex {
  readonly #analyzer: Analyzer;
  readonly #postings = new Map<string, PostingList>();
  readonly #numbers = new Map<string, number>();
  #ids: (string | undefined)[] = [];
  #terms: (readonly PostingList[])[] = [];
  #lengths = new Int32Array(64);
  #totalLength = 0;
  #scores = new Float64Array(64);
  /** Per-document normalisers of each ranker; they depend on all documents, so any change outdates them. */
  #normalisers = new Map<LexicalRanker, Float64Array>();

  constructor({ language }: { language: Language }) {
    this.#analyzer = new Analyzer(language);
  }

  get size(): number {
    return this.#numbers.size;
  }

  /** Adds a document, or replaces the one with this id. */
  upsert(id: string, text: string, { title = '' }: { title?: string } = {}): void {
    this.delete(id);
    const document = this.#ids.length;
    const frequencies = new Map<string, number>();
    const terms = this.#analyzer.terms(title === '' ? text : `${title}\n${text}`);
    for (const term of terms) frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
    const lists: PostingList[] = [];
    for (const [term, frequency] of frequencies) {
      let list = this.#postings.get(term);
      if (!list) {
        list = new PostingList();
        this.#postings.set(term, list);
      }
      list.push(document, frequency);
      lists.push(list);
    }
    this.#ids.push(id);
    this.#terms.push(lists);
    this.#numbers.set(id, document);
    this.#reserve(document + 1);
    this.#lengths[document] = terms.length;
    this.#totalLength += terms.length;
    this.#normalisers.clear();
  }

  /** Removes a document; does nothing when there is none. */
  delete(id: string): void {
    const document = this.#numbers.get(id);
    if (document === undefined) return;
    for (const list of this.#terms[document]!) list.live -= 1;
    this.#numbers.delete(id);
    this.#ids[document] = undefined;
    this.#terms[document] = [];
    this.#totalLength -= this.#lengths[document]!;
    this.#normalisers.clear();
    if (this.#ids.length - this.#numbers.size > this.#ids.length * MAX_DELETED_SHARE) this.#compact();
  }

  /** The `k` best documents that share a term with the query. */
  search(query: string, { engine, k, accept }: LexicalSearchOptions): ScoredId[] {
    const scores = this.#scores;
    const touched = this.#accumulate(query, engine);
    const best = new TopK(k, scores, (a, b) => this.#ids[a]! > this.#ids[b]!);
    for (const document of touched) {
      const id = this.#ids[document];
      if (id !== undefined && (!accept || accept(id))) best.offer(document);
    }
    const hits = best.sorted().map((document) => ({ id: this.#ids[document]!, score: scores[document]! }));
    for (const document of touched) scores[document] = 0;
    return hits;
  }

  /** Scores of the given documents, in their order; 0 for one that shares no term with the query or is not here. */
  scores(query: string, ids: readonly string[], engine: LexicalRanker): number[] {
    const touched = this.#accumulate(query, engine);
    const scores = ids.map((id) => this.#scores[this.#numbers.get(id) ?? -1] ?? 0);
    for (const document of touched) this.#scores[document] = 0;
    return scores;
  }

  /** What each term of the query adds to the document's score, greatest first. */
  explain(query: string, id: string, engine: LexicalRanker): TermContribution[] {
    const document = this.#numbers.get(id);
    if (document === undefined) return [];
    const weighting = WEIGHTINGS[engine];
    const normaliser = this.#normaliser(engine)[document]!;
    const queryTerms = this.#queryTerms(query, weighting);
    return queryTerms
      .flatMap(({ term, list, idf, weight }) => {
        const tf = list.frequencies[list.documents.subarray(0, list.length).indexOf(document)];
        return tf === undefined ? [] : [{ term, tf, idf, weight: weight * weighting.document(tf, idf, normaliser) }];
      })
      .sort((a, b) => b.weight - a.weight);
  }

  /** How many of the query's distinct terms the collection knows, and how many there are. */
  knownTerms(query: string): { known: number; total: number } {
    const terms = new Set(this.#analyzer.terms(query));
    return { known: [...terms].filter((term) => (this.#postings.get(term)?.live ?? 0) > 0).length, total: terms.size };
  }

  /** Adds up scores; returns the documents that got any. The caller sets them back to 0. */
  #accumulate(query: string, engine: LexicalRanker): number[] {
    const weighting = WEIGHTINGS[engine];
    const normaliser = this.#normaliser(engine);
    const scores = this.#scores;
    const touched: number[] = [];
    for (const { list, idf, weight } of this.#queryTerms(query, weighting)) {
      const { documents, frequencies, length } = list;
      for (let i = 0; i < length; i += 1) {
        const document = documents[i]!;
        if (scores[document] === 0) touched.push(document);
        scores[document]! += weight * weighting.document(frequencies[i]!, idf, normaliser[document]!);
      }
    }
    return touched;
  }

  #queryTerms(query: string, weighting: Weighting) {
    const counts = new Map<string, number>();
    for (const term of this.#analyzer.terms(query)) counts.set(term, (counts.get(term) ?? 0) + 1);
    const known = [...counts].flatMap(([term, count]) => {
      const list = this.#postings.get(term);
      if (!list || list.live === 0) return [];
      const idf = weighting.idf(list.live, this.size);
      return [{ term, list, idf, weight: weighting.query(count, idf) }];
    });
    const norm = weighting.queryNorm(known.map((entry) => entry.weight));
    return known.map((entry) => ({ ...entry, weight: entry.weight / norm }));
  }

  #normaliser(engine: LexicalRanker): Float64Array {
    let normaliser = this.#normalisers.get(engine);
    if (!normaliser) {
      normaliser = WEIGHTINGS[engine].normalisers({
        size: this.size,
        documents: this.#ids.length,
        lengths: this.#lengths,
        averageLength: this.#totalLength / Math.max(1, this.size),
        postings: this.#postings.values(),
      });
      this.#normalisers.set(engine, normaliser);
    }
    return normaliser;
  }

  #reserve(documents: number): void {
    if (documents <= this.#lengths.length) return;
    const lengths = new Int32Array(documents * 2);
    lengths.set(this.#lengths);
    this.#lengths = lengths;
    this.#scores = new Float64Array(documents * 2);
  }

  #compact(): void {
    const renumbered = new Int32Array(this.#ids.length).fill(-1);
    const live = this.#ids.flatMap((id, document) => (id === undefined ? [] : [document]));
    live.forEach((document, number) => {
      renumbered[document] = number;
      this.#lengths[number] = this.#lengths[document]!;
      this.#numbers.set(this.#ids[document]!, number);
    });
    this.#ids = live.map((document) => this.#ids[document]);
    this.#terms = live.map((document) => this.#terms[document]!);
    for (const [term, list] of this.#postings) {
      if (list.live === 0) this.#postings.delete(term);
      else list.compact(renumbered);
    }
  }
}
