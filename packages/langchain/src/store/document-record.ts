import type { DocumentInterface } from '@langchain/core/documents';
import { isWellFormedText, ServiceError, type VectorRecord } from '@pareto/contracts';
import { toMetadata } from './document-metadata.ts';

const MAX_ID_CHARACTERS = 512;

/**
 * A document as a record of the port.
 * @param place of the document in the call, for the errors.
 * @throws ServiceError `request_invalid` for its id or metadata, `text_malformed`.
 */
export function toRecord(
  { pageContent, metadata }: DocumentInterface,
  vector: readonly number[],
  id: string,
  place: string,
): VectorRecord {
  if (id.length === 0 || id.length > MAX_ID_CHARACTERS || !isWellFormedText(id)) {
    const detail = `an id has 1 to ${MAX_ID_CHARACTERS} characters, no lone surrogate and no NUL`;
    throw new ServiceError('request_invalid', detail, { param: `${place}.id` });
  }
  if (!isWellFormedText(pageContent)) {
    throw new ServiceError('text_malformed', 'a document holds a lone surrogate or a NUL', {
      param: `${place}.pageContent`,
    });
  }
  const fields = toMetadata(metadata, `${place}.metadata`);
  return { id, vector: Float32Array.from(vector), text: pageContent, metadata: fields };
}
