import type { Filter, Metadata } from '@pareto/contracts';
import { excerpt, hasNoRelevantResult, type TermContribution } from '@pareto/retrieval';
import type { Collection } from '../catalogue/catalogue.ts';
import type { OpenCollection, OpenCollections } from '../collections/open-collections.ts';
import type { EngineName, PartScores, RankedDocument, SearchEngine } from '../engines/engine.ts';

export type Engines = Readonly<Record<EngineName, SearchEngine>>;

export interface SearchRequest {
  readonly query: string;
  readonly k: number;
  readonly filter?: Filter | undefined;
  readonly explain?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Hit {
  readonly id: string;
  readonly score: number;
  readonly rank: number;
  readonly title: string;
  readonly text: string;
  readonly metadata: Metadata;
  readonly explain?: Explanation;
}

export interface Explanation {
  readonly scale: string;
  /** For `hybrid`: what each ranker said of this document; null where it did not name it. */
  readonly parts?: PartScores | undefined;
  /** The query's terms that the document holds, with their share of its BM25 (or TF-IDF) score. */
  readonly terms: TermContribution[];
}

export interface SearchResult {
  readonly engine: EngineName;
  readonly no_relevant_results: boolean;
  readonly hits: Hit[];
}

/** Text shown with a hit that no passage was matched for. */
const EXCERPT_CHARACTERS = 1_000;

/** Answers a query with one engine. */
export class Search {
  readonly #collections: OpenCollections;
  readonly #engines: Engines;

  constructor(collections: OpenCollections, engines: Engines) {
    this.#collections = collections;
    this.#engines = engines;
  }

  /** Ids and scores only: what measuring and comparing need. */
  async rank(name: string, engine: EngineName, request: SearchRequest): Promise<RankedDocument[]> {
    const collection = this.#collections.record(name);
    const open = await this.#collections.open(name);
    return this.#engines[engine].rank(collection, open, request);
  }

  async search(name: string, engine: EngineName, request: SearchRequest): Promise<SearchResult> {
    const open = await this.#collections.open(name);
    const ranked = await this.rank(name, engine, request);
    const hits = ranked.flatMap((document, i) => {
      const hit = this.#hit(name, open, engine, request, document, i + 1);
      return hit ? [hit] : [];
    });
    return { engine, no_relevant_results: isHopeless(open, engine, request, ranked), hits };
  }

  #hit(
    name: string,
    open: OpenCollection,
    engine: EngineName,
    request: SearchRequest,
    ranked: RankedDocument,
    rank: number,
  ): Hit | undefined {
    const document = this.#collections.catalogue.document(name, ranked.id);
    // Deleted while the query ran.
    if (!document) return undefined;
    const { id, title, metadata } = document;
    const text =
      ranked.passage ??
      excerpt(document.text, request.query, { language: this.#language(name), maxCharacters: EXCERPT_CHARACTERS });
    const explain = request.explain ? { explain: this.#explain(open, engine, request.query, ranked) } : {};
    return { id, score: ranked.score, rank, title, text, metadata, ...explain };
  }

  #explain(open: OpenCollection, engine: EngineName, query: string, { id, parts }: RankedDocument): Explanation {
    const ranker = engine === 'tfidf' ? 'tfidf' : 'bm25';
    return { scale: this.#engines[engine].scale, parts, terms: open.index.lexical.explain(query, id, ranker) };
  }

  #language(name: string): Collection['language'] {
    return this.#collections.record(name).language;
  }
}

/** Engines whose scores the relevance decision was fitted on; another that finds something is believed. */
const JUDGED_ENGINES: ReadonlySet<EngineName> = new Set(['bm25', 'tfidf', 'minilm', 'hybrid']);

/** Whether nothing that was found is to the purpose. The hits are shown all the same: the caller decides. */
function isHopeless(
  { index }: OpenCollection,
  engine: EngineName,
  { query, filter }: SearchRequest,
  ranked: readonly RankedDocument[],
): boolean {
  if (ranked.length === 0) return true;
  if (!JUDGED_ENGINES.has(engine)) return false;
  const accept = index.accept(filter);
  const [best] = index.lexical.search(query, { engine: 'bm25', k: 1, ...(accept ? { accept } : {}) });
  const cosines = ranked.flatMap(({ score, parts }) => (engine === 'minilm' ? score : (parts?.minilm?.score ?? [])));
  const cosine = cosines.length > 0 ? Math.max(...cosines) : undefined;
  return hasNoRelevantResult({ bm25: best?.score ?? 0, ceiling: index.lexical.ceiling(query), cosine });
}
