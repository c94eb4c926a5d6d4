export * from './error-codes.ts';
export * from './filter.ts';
export * from './metadata.ts';
export * from './ranking.ts';
export * from './service-error.ts';
export * from './text.ts';
export * from './text-embedder.ts';
export * from './vector-store.ts';
