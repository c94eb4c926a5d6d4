import type { ScoredId } from '@pareto/contracts';
import { Analyzer, type Language } from './analyzer.ts';
import { Postings, withRoom } from './postings.ts';
import { TopK } from './top-k.ts';
import { BM25, type LexicalRanker, TF_IDF, type WeightedTerm, type Weighting } from './weighting.ts';

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

export interface QueryCeiling {
  readonly score: number;
  /** Distinct terms of the query. */
  readonly terms: number;
}

interface QueryTerm extends WeightedTerm {
  readonly text: string;
  readonly number: number;
}

/**
 * An inverted index in memory. Adding, replacing and removing are incremental, and give the same rankings as
 * building anew. A query is scored term at a time over a dense array.
 */
export class LexicalIndex {
  readonly #analyzer: Analyzer;
  /** Document and term numbers count up in order of arrival; a replaced document gets a new one. */
  readonly #numbers = new Map<string, number>();
  #ids: (string | undefined)[] = [];
  #lengths = new Int32Array(64);
  #totalLength = 0;
  #vocabulary = new Map<string, number>();
  #postings = new Postings();
  /** The distinct terms of each document, which deleting must count out: those of document i begin at #forwardStarts[i]. */
  #forward = new Int32Array(1_024);
  #forwardStarts = new Int32Array(64);
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
    this.upsertTerms(id, this.#analyzer.terms(title === '' ? text : `${title}\n${text}`));
  }

  /** As `upsert`, of a text that was analysed elsewhere: in another language than the index's. */
  upsertTerms(id: string, terms: readonly string[]): void {
    this.delete(id);
    const frequencies = countsOf(terms);
    const document = this.#append(id, terms.length, frequencies.size);
    let place = this.#forwardStarts[document]!;
    for (const [text, frequency] of frequencies) {
      let term = this.#vocabulary.get(text);
      if (term === undefined) {
        term = this.#postings.addTerm();
        this.#vocabulary.set(text, term);
      }
      this.#postings.push(term, document, frequency);
      this.#forward[place] = term;
      place += 1;
    }
    this.#normalisers.clear();
  }

  /** Removes a document; does nothing when there is none. */
  delete(id: string): void {
    const document = this.#numbers.get(id);
    if (document === undefined) return;
    for (let i = this.#forwardStarts[document]!; i < this.#forwardStarts[document + 1]!; i += 1) {
      this.#postings.forget(this.#forward[i]!);
    }
    this.#numbers.delete(id);
    this.#ids[document] = undefined;
    this.#totalLength -= this.#lengths[document]!;
    this.#normalisers.clear();
    if (this.#ids.length - this.size > this.#ids.length * MAX_DELETED_SHARE) this.#compact();
  }

  /** The `k` best documents that share a term with the query, a text or the terms of one. */
  search(query: string | readonly string[], { engine, k, accept }: LexicalSearchOptions): ScoredId[] {
    const ids = this.#ids;
    const best = new TopK(k, (a, b) => ids[a]! > ids[b]!);
    this.#score(query, engine, (scores) => {
      for (let document = 0; document < ids.length; document += 1) {
        const score = scores[document]!;
        if (score <= 0 || score < best.threshold) continue;
        const id = ids[document];
        if (id !== undefined && (!accept || accept(id))) best.offer(document, score);
      }
    });
    return best.sorted().map(({ item, score }) => ({ id: ids[item]!, score }));
  }

  /** Scores of the given documents, in their order; 0 for one that shares no term with the query or is not here. */
  scores(query: string, ids: readonly string[], engine: LexicalRanker): number[] {
    return this.#score(query, engine, (scores) => ids.map((id) => scores[this.#numbers.get(id) ?? -1] ?? 0));
  }

  /** What each term of the query adds to the document's score, greatest first. */
  explain(query: string, id: string, engine: LexicalRanker): TermContribution[] {
    const document = this.#numbers.get(id);
    if (document === undefined) return [];
    const weighting = WEIGHTINGS[engine];
    const normaliser = this.#normaliser(engine)[document]!;
    return this.#queryTerms(query, weighting)
      .map(({ text, number, idf, weight }) => {
        const tf = this.#postings.frequency(number, document);
        return { term: text, tf, idf, weight: tf === 0 ? 0 : weight * weighting.document(tf, idf, normaliser) };
      })
      .filter(({ tf }) => tf > 0)
      .sort((a, b) => b.weight - a.weight);
  }

  /**
   * The BM25 score that a document comes near if it holds every term of the query over and over: a scale for scores.
   * A term that no document holds counts with the idf of the rarest.
   */
  ceiling(query: string): QueryCeiling {
    const counts = countsOf(this.#analyzer.terms(query));
    let score = 0;
    for (const [text, count] of counts) {
      const number = this.#vocabulary.get(text);
      const live = number === undefined ? 0 : this.#postings.live(number);
      score += BM25.query(count, BM25.idf(live, this.size));
    }
    return { score, terms: counts.size };
  }

  /** Adds up the scores of all documents, lets `read` take what it needs, and clears them for the next query. */
  #score<T>(query: string | readonly string[], engine: LexicalRanker, read: (scores: Float64Array) => T): T {
    const weighting = WEIGHTINGS[engine];
    const normalisers = this.#normaliser(engine);
    if (this.#scores.length < this.#ids.length) this.#scores = new Float64Array(this.#lengths.length);
    const scores = this.#scores;
    try {
      for (const term of this.#queryTerms(query, weighting)) {
        weighting.accumulate(term, this.#postings, normalisers, scores);
      }
      return read(scores);
    } finally {
      scores.fill(0, 0, this.#ids.length);
    }
  }

  #queryTerms(query: string | readonly string[], weighting: Weighting): QueryTerm[] {
    const terms = typeof query === 'string' ? this.#analyzer.terms(query) : query;
    const known = [...countsOf(terms)].flatMap(([text, count]) => {
      const number = this.#vocabulary.get(text);
      const live = number === undefined ? 0 : this.#postings.live(number);
      if (number === undefined || live === 0) return [];
      const idf = weighting.idf(live, this.size);
      return [{ text, number, range: this.#postings.range(number), idf, weight: weighting.query(count, idf) }];
    });
    const norm = weighting.queryNorm(known.map(({ weight }) => weight));
    return known.map((term) => ({ ...term, weight: term.weight / norm }));
  }

  #normaliser(engine: LexicalRanker): Float64Array {
    let normaliser = this.#normalisers.get(engine);
    if (!normaliser) {
      normaliser = WEIGHTINGS[engine].normalisers({
        size: this.size,
        documents: this.#ids.length,
        lengths: this.#lengths,
        averageLength: this.#totalLength / Math.max(1, this.size),
        postings: this.#postings,
      });
      this.#normalisers.set(engine, normaliser);
    }
    return normaliser;
  }

  /** Takes the next document number and makes room for its terms. */
  #append(id: string, length: number, distinctTerms: number): number {
    const document = this.#ids.length;
    this.#ids.push(id);
    this.#numbers.set(id, document);
    this.#lengths = withRoom(this.#lengths, document + 1);
    this.#lengths[document] = length;
    this.#totalLength += length;
    this.#forwardStarts = withRoom(this.#forwardStarts, document + 2);
    const end = this.#forwardStarts[document]! + distinctTerms;
    this.#forwardStarts[document + 1] = end;
    this.#forward = withRoom(this.#forward, end);
    return document;
  }

  /**
   * Rewrites everything without the deleted documents and the terms that only they held. Documents move to lower
   * numbers only, so the flat arrays are rewritten in place: what is written has been read.
   */
  #compact(): void {
    const [ids, lengths, forward, starts] = [this.#ids, this.#lengths, this.#forward, this.#forwardStarts];
    let kept = 0;
    const documents = Int32Array.from(ids, (id) => (id === undefined ? -1 : kept++));
    const { postings, terms } = this.#postings.rewritten(documents);
    this.#postings = postings;
    for (const [text, term] of this.#vocabulary) {
      if (terms[term] === -1) this.#vocabulary.delete(text);
      else this.#vocabulary.set(text, terms[term]!);
    }
    this.#ids = [];
    this.#numbers.clear();
    this.#totalLength = 0;
    ids.forEach((id, document) => {
      if (id === undefined) return;
      const held = forward.subarray(starts[document]!, starts[document + 1]!);
      const number = this.#append(id, lengths[document]!, held.length);
      const start = this.#forwardStarts[number]!;
      held.forEach((term, i) => {
        this.#forward[start + i] = terms[term]!;
      });
    });
  }
}

function countsOf(terms: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}
