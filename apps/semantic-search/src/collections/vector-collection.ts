import type { Collection } from '../catalogue/catalogue.ts';

const PASSAGE_SEPARATOR = '.';

/** The vector collection of a generation; the one after the current is built during a re-indexing. */
export function vectorCollection(collection: Collection, generation = collection.generation): string {
  return `${collection.name}.g${generation}`;
}

/** Every vector collection that may hold something of this collection. */
export function vectorCollections(collection: Collection): string[] {
  const current = vectorCollection(collection);
  return collection.nextEmbedder === null
    ? [current]
    : [current, vectorCollection(collection, collection.generation + 1)];
}

export function passageId(documentId: string, ordinal: number): string {
  return `${ordinal}${PASSAGE_SEPARATOR}${documentId}`;
}

/** Ids of the passages `from` (inclusive) to `to` (exclusive) of a document. */
export function passageIds(documentId: string, from: number, to: number): string[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => passageId(documentId, from + i));
}

export function documentIdOf(passage: string): string {
  return passage.slice(passage.indexOf(PASSAGE_SEPARATOR) + 1);
}
