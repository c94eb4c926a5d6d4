import { isAbsolute } from 'node:path';
import type { VectorStore } from '@pareto/contracts';
import { z } from 'zod';
import { ChromaVectorStore } from './chroma/store.ts';
import { LanceDbVectorStore } from './lancedb/store.ts';
import { MemoryVectorStore } from './memory-store.ts';

export const lanceDbConfig = z.object({
  kind: z.literal('lancedb'),
  folder: z.string().refine(isAbsolute, 'must be an absolute path'),
});

export const chromaConfig = z.object({ kind: z.literal('chroma'), url: z.url(), token: z.string().optional() });

export const memoryConfig = z.object({ kind: z.literal('memory') });

export const vectorStoreConfig = z.discriminatedUnion('kind', [lanceDbConfig, chromaConfig, memoryConfig]);
export type VectorStoreConfig = z.infer<typeof vectorStoreConfig>;

/** Connects at first use, not here: a service starts, and says that it is not ready, while its store is down. */
export function createVectorStore(config: VectorStoreConfig): VectorStore {
  switch (config.kind) {
    case 'lancedb':
      return new LanceDbVectorStore(config);
    case 'chroma':
      return new ChromaVectorStore(config);
    case 'memory':
      return new MemoryVectorStore();
  }
}
