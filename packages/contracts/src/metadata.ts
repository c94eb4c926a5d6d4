import { z } from 'zod';
import { wellFormedText } from './text.ts';

export const MAX_METADATA_KEYS = 32;
const MAX_METADATA_TEXT = 1_024;

/** Keys are plain identifiers, so that every store can use them as column or field names. */
export const metadataKey = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,62}$/, 'a metadata key is a letter, then letters, digits or _ (63 at most)');

export const metadataValue = z.union([wellFormedText(MAX_METADATA_TEXT), z.number(), z.boolean()]);

export const metadata = z
  .record(metadataKey, metadataValue)
  .refine((value) => Object.keys(value).length <= MAX_METADATA_KEYS, `at most ${MAX_METADATA_KEYS} metadata keys`);

export type MetadataValue = z.infer<typeof metadataValue>;
export type Metadata = z.infer<typeof metadata>;
