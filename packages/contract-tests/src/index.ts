export { cosine, describeTextEmbedder, type TextEmbedderExpectations } from './text-embedder.ts';
export { describeVectorStore, type VectorStoreUnderTest } from './vector-store.ts';
