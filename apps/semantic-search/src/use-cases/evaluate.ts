import { bootstrapInterval, ndcgAtK, recallAtK, reciprocalRankAtK } from '@pareto/evaluation';
import type { EngineName } from '../engines/engine.ts';
import type { Search } from './search.ts';

export interface JudgedQuery {
  readonly id: string;
  readonly text: string;
}

export interface Judgement {
  readonly query: string;
  readonly doc: string;
  readonly relevance: number;
}

export interface Estimate {
  readonly mean: number;
  /** 95 % bootstrap interval over queries. */
  readonly low: number;
  readonly high: number;
}

export interface EngineMeasures {
  readonly engine: EngineName;
  readonly queries: number;
  readonly ndcg: Estimate;
  readonly mrr: Estimate;
  readonly recall: Estimate;
}

/** Queries in flight at once: enough for the embedder to batch them. */
const CONCURRENCY = 8;

/** Measures how well engines rank the documents that people judged relevant. */
export class Evaluate {
  readonly #search: Search;

  constructor(search: Search) {
    this.#search = search;
  }

  /** Queries without any relevant document are left out, as trec_eval does. */
  async evaluate(
    name: string,
    engines: readonly EngineName[],
    queries: readonly JudgedQuery[],
    judgements: readonly Judgement[],
    k: number,
    signal?: AbortSignal,
  ): Promise<EngineMeasures[]> {
    const relevance = new Map(queries.map((query) => [query.id, new Map<string, number>()]));
    for (const judgement of judgements) relevance.get(judgement.query)?.set(judgement.doc, judgement.relevance);
    const judged = queries.filter((query) => [...relevance.get(query.id)!.values()].some((grade) => grade > 0));
    const results: EngineMeasures[] = [];
    for (const engine of engines) {
      const rankings = await mapConcurrently(judged, CONCURRENCY, async (query) => {
        signal?.throwIfAborted();
        return (await this.#search.rank(name, engine, { query: query.text, k, signal })).map((hit) => hit.id);
      });
      const measure = (of: (ranking: string[], grades: ReadonlyMap<string, number>, k: number) => number): Estimate =>
        bootstrapInterval(rankings.map((ranking, i) => of(ranking, relevance.get(judged[i]!.id)!, k)));
      results.push({
        engine,
        queries: judged.length,
        ndcg: measure(ndcgAtK),
        mrr: measure(reciprocalRankAtK),
        recall: measure(recallAtK),
      });
    }
    return results;
  }
}

async function mapConcurrently<T, R>(items: readonly T[], limit: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < items.length; i = next++) results[i] = await work(items[i]!);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}
