import type { Metadata, VectorRecord, VectorStore } from '@pareto/contracts';

export function vectorRecord(id: string, vector: readonly number[], metadata: Metadata = {}): VectorRecord {
  return { id, vector: Float32Array.from(vector), text: `text of ${id}`, metadata };
}

/** `count` records on a circle, so that record 0 is nearest to [1, 0], then 1, and so on. */
export function recordsOnArc(count: number): VectorRecord[] {
  return Array.from({ length: count }, (_, i) => {
    const angle = (i / count) * Math.PI;
    return vectorRecord(`r${String(i).padStart(5, '0')}`, [Math.cos(angle), Math.sin(angle)], { position: i });
  });
}

export async function upsertAll(store: VectorStore, collection: string, records: VectorRecord[]): Promise<void> {
  for (let start = 0; start < records.length; start += store.maxBatch) {
    await store.upsert(collection, records.slice(start, start + store.maxBatch));
  }
}

export async function scanAll(store: VectorStore, collection: string): Promise<VectorRecord[]> {
  const records = await collect(store.scan(collection));
  return records.sort((a, b) => (a.id < b.id ? -1 : 1));
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
