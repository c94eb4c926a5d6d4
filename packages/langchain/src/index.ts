export type { PortChatModelCallOptions, SamplingOptions } from './chat-model/call-options.ts';
export { toChatMessages, toLangChainMessages } from './chat-model/messages.ts';
export { PortChatModel, type PortChatModelFields } from './chat-model/port-chat-model.ts';
export { PortEmbeddings, type PortEmbeddingsFields } from './port-embeddings.ts';
export {
  PortRetriever,
  type PortRetrieverFields,
  type RankedDocument,
  RELEVANCE_SCORE,
  type Retrieve,
} from './port-retriever.ts';
export type { DocumentFilter } from './store/filter.ts';
export { type AddOptions, PortVectorStore, type PortVectorStoreFields } from './store/port-vector-store.ts';
