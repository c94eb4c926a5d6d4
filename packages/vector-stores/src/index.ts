export { type ChromaOptions, ChromaVectorStore } from './chroma/store.ts';
export {
  chromaConfig,
  createVectorStore,
  lanceDbConfig,
  memoryConfig,
  type VectorStoreConfig,
  vectorStoreConfig,
} from './config.ts';
export { createLanceDbVectorStore, type LanceDbOptions, LanceDbVectorStore } from './lancedb/store.ts';
export { MemoryVectorStore } from './memory-store.ts';
