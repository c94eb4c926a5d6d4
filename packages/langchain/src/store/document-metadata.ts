import {
  MAX_METADATA_KEYS,
  type Metadata,
  metadata,
  metadataKey,
  metadataValue,
  ServiceError,
} from '@pareto/contracts';
import { z } from 'zod';

/** The field that holds, as JSON, what our metadata has no field for: lists, objects, null, names with other signs. */
export const REST_FIELD = 'langchain_metadata';
const rest = z.string().transform((text, context) => {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    context.addIssue({ code: 'custom', message: 'expected JSON' });
    return z.NEVER;
  }
});

/**
 * Metadata of a LangChain document as ours: strings, numbers and booleans become fields that filters can name, and all
 * else goes into one field more.
 * @throws ServiceError `request_invalid` when that is longer than a value may be, or the fields are too many.
 */
export function toMetadata(given: Readonly<Record<string, unknown>>, place: string): Metadata {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  const isField = ([key, value]: [string, unknown]) =>
    key !== REST_FIELD && metadataKey.safeParse(key).success && metadataValue.safeParse(value).success;
  const fields = entries.filter(isField);
  const others = entries.filter((entry) => !isField(entry));
  const all = { ...Object.fromEntries(fields), ...(others.length > 0 ? { [REST_FIELD]: toJson(others, place) } : {}) };
  const checked = metadata.safeParse(all);
  if (checked.success) return checked.data;
  const detail = `metadata has at most ${MAX_METADATA_KEYS} fields, and what is no field fits into one as JSON`;
  throw new ServiceError('request_invalid', detail, { param: place });
}

/** The metadata that `toMetadata` was given; that of records which others wrote stays as it is. */
export function fromMetadata({ [REST_FIELD]: others, ...fields }: Metadata): Record<string, unknown> {
  if (others === undefined) return fields;
  const parsed = rest.safeParse(others);
  if (parsed.success) return { ...fields, ...parsed.data };
  throw new ServiceError('store_invalid', `a record holds no JSON in ${REST_FIELD}`);
}

function toJson(entries: readonly [string, unknown][], place: string): string {
  try {
    return JSON.stringify(Object.fromEntries(entries));
  } catch (error) {
    throw new ServiceError('request_invalid', 'metadata holds what JSON cannot', { param: place, cause: error });
  }
}
