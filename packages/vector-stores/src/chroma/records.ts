import { type Metadata, ServiceError, type VectorRecord } from '@pareto/contracts';
import { z } from 'zod';

/** The metadata as it was given: Chroma turns whole numbers into others of their kind, and takes no empty record. */
const EXACT = 'pareto_metadata';
const exact = z.string().transform((text) => JSON.parse(text) as Metadata);

/** Records in Chroma's columns. Metadata stands there twice: as fields, for filters and other readers, and exactly. */
export function toColumns(records: readonly VectorRecord[]) {
  return {
    ids: records.map((record) => record.id),
    embeddings: records.map((record) => [...record.vector]),
    documents: records.map((record) => record.text),
    metadatas: records.map((record) => ({ ...record.metadata, [EXACT]: JSON.stringify(record.metadata) })),
  };
}

/** @throws ServiceError `store_invalid` when another program wrote the record. */
export function exactMetadata(fields: Readonly<Record<string, unknown>> | null | undefined): Metadata {
  const parsed = exact.safeParse(fields?.[EXACT]);
  if (parsed.success) return parsed.data;
  throw new ServiceError('store_invalid', 'Chroma holds a record that this service did not write');
}
