export { describeVectorStore, type VectorStoreUnderTest } from './vector-store.ts';
