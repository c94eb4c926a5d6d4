import type { Table } from '@lancedb/lancedb';
import { sqlText } from './filter-sql.ts';

/**
 * Merges fragments, rewrites them without deleted rows, and removes the files of older versions.
 * Call it while nothing writes.
 * @param earlierReadsEnded resolves when no read of an older version is under way, or to false when one takes too long.
 * @returns whether older versions were removed.
 */
export async function tidyTable(table: Table, earlierReadsEnded: () => Promise<boolean>): Promise<boolean> {
  await table.optimize();
  await expungeDeletedRows(table);
  if (!(await earlierReadsEnded())) return false;
  await table.optimize({ cleanupOlderThan: new Date() });
  return true;
}

/**
 * Lance leaves a few deleted rows in place (below 10 % of a fragment), but it does merge neighbouring
 * fragments. Rewriting one row makes a second fragment, so the next merge drops the deleted rows.
 */
async function expungeDeletedRows(table: Table): Promise<void> {
  const { numRows, fragmentStats } = await table.stats();
  if (fragmentStats.numFragments !== 1 || fragmentStats.lengths.max === numRows) return;
  const [anyRow]: { id: string }[] = await table.query().select(['id']).limit(1).toArray();
  if (!anyRow) return;
  await table.update({ where: `id = ${sqlText(anyRow.id)}`, valuesSql: { text: 'text' } });
  await table.optimize();
}
