import { type Metadata, metadata, ServiceError, type VectorRecord } from '@pareto/contracts';
import { z } from 'zod';

/** The metadata as it was given: Chroma turns whole numbers into others of their kind, and takes no empty record. */
const EXACT = 'pareto_metadata';
const exact = z.string().transform((text, context) => {
  try {
    return JSON.parse(text) as Metadata;
  } catch {
    context.addIssue({ code: 'custom', message: 'expected JSON' });
    return z.NEVER;
  }
});

/** Records in Chroma's columns. Metadata stands there twice: as fields, for filters and other readers, and exactly. */
export function toColumns(records: readonly VectorRecord[]) {
  return {
    ids: records.map((record) => record.id),
    embeddings: records.map((record) => [...record.vector]),
    documents: records.map((record) => record.text),
    metadatas: records.map((record) => ({ ...record.metadata, [EXACT]: JSON.stringify(record.metadata) })),
  };
}

/**
 * The metadata of a record as it was given; the fields where another program wrote the record.
 * @throws ServiceError `store_invalid` when those are none that this service could have written.
 */
export function recordMetadata(fields: Readonly<Record<string, unknown>> | null | undefined): Metadata {
  const parsed = fields && EXACT in fields ? exact.safeParse(fields[EXACT]) : metadata.safeParse(fields ?? {});
  if (parsed.success) return parsed.data;
  throw new ServiceError('store_invalid', 'Chroma holds a record with metadata that this service cannot read');
}
