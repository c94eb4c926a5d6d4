export { describeChatModel } from './chat-model.ts';
export { chromaServer, findChroma } from './chroma-server.ts';
export { ComposeProject, findDocker } from './compose-project.ts';
export { findMlflow, type MlflowPrograms, mlflowServer } from './mlflow-server.ts';
export { describeModelRegistry, type ModelRegistryUnderTest } from './model-registry.ts';
export { cosine, describeTextEmbedder, type TextEmbedderExpectations } from './text-embedder.ts';
export { describeTicketClassifier } from './ticket-classifier.ts';
export { describeVectorStore, type VectorStoreUnderTest } from './vector-store.ts';
