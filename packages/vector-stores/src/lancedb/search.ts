import type { Table, VectorQuery as TableQuery } from '@lancedb/lancedb';
import { byScore, type Filter, type ScoredId, type VectorHit, type VectorQuery } from '@pareto/contracts';
import { clampCosine, toUnitLength } from '../boundary.ts';
import { filterToSql, sqlText } from './filter-sql.ts';
import { parseMetadata, type Row } from './rows.ts';

interface ScoredRow extends ScoredId {
  readonly row: number;
}

/** Rows fetched beyond `k`: enough to see that a usual group of equal scores (copies of one text) does not straddle the end. */
const ROWS_BEYOND_K = 32;
/** How much further to look when one does, and how often before the whole collection is ranked. */
const WIDENING = 8;
const TRIES = 3;

/**
 * Exact search: the vector index has one partition (see `tidy.ts`), which is read whole. Of rows with equal scores Lance keeps any, so when the last score that it returned is also the k-th,
 * rows with lower ids may be missing, and a look further settles which k they are.
 */
export async function searchTable(table: Table, query: VectorQuery): Promise<VectorHit[]> {
  const vector = toUnitLength(query.vector);
  const columns = ['id', 'text', 'metadata', '_distance'];
  for (let tries = 0, limit = query.k + ROWS_BEYOND_K; tries < TRIES; tries += 1, limit *= WIDENING) {
    // Read by column: building an object for each of hundreds of rows takes longer than the scan.
    const found = await nearest(table, vector, query.filter).select(columns).limit(limit).toArrow();
    const [id, text, metadata, distance] = columns.map((name) => found.getChild(name)!);
    const ranking = Array.from({ length: found.numRows }, (_, row): ScoredRow => {
      return { id: id!.get(row) as string, score: scoreOf(distance!.get(row) as number), row };
    }).sort(byScore);
    const isSettled = ranking.length < limit || ranking[query.k - 1]!.score > ranking.at(-1)!.score;
    if (isSettled) {
      return ranking.slice(0, query.k).map(({ row, ...hit }) => {
        return { ...hit, text: text!.get(row) as string, metadata: parseMetadata(metadata!.get(row) as string) };
      });
    }
  }
  return searchThroughTies(table, vector, query);
}

/** Ranks the ids of the whole collection, then reads the texts of the best `k` alone. */
async function searchThroughTies(table: Table, vector: Float32Array, query: VectorQuery): Promise<VectorHit[]> {
  const everything = await table.countRows();
  const rows: Row[] = await nearest(table, vector, query.filter)
    .select(['id', '_distance'])
    .limit(everything)
    .toArray();
  const ranking: ScoredId[] = rows.map((row) => ({ id: row.id, score: scoreOf(row._distance) }));
  const best = ranking.sort(byScore).slice(0, query.k);
  const contents: Row[] = await table
    .query()
    .where(`id IN (${best.map(({ id }) => sqlText(id)).join(', ')})`)
    .select(['id', 'text', 'metadata'])
    .toArray();
  const rowOf = new Map(contents.map((row) => [row.id, row]));
  return best.flatMap(({ id, score }) => {
    const row = rowOf.get(id);
    return row ? [toHit(row, score)] : [];
  });
}

function nearest(table: Table, vector: Float32Array, filter: Filter | undefined): TableQuery {
  const search = table.query().nearestTo(vector).column('vector').distanceType('dot');
  return filter ? search.where(filterToSql(filter)) : search;
}

/** Lance's dot distance is 1 − a·b, which for unit vectors is 1 − cosine. Its cosine distance drops zero vectors. */
function scoreOf(distance: number): number {
  return clampCosine(1 - distance);
}

function toHit(row: Row, score: number): VectorHit {
  return { id: row.id, score, text: row.text, metadata: parseMetadata(row.metadata) };
}
