/** The models that answer over HTTP, for who has no use for the weight of llama.cpp. */
export { type ModelServer, modelOf, modelServerVariables } from './hosted/model-server.ts';
export { type HuggingFaceConfig, huggingFaceConfig } from './hugging-face/config.ts';
export { HuggingFaceChatModel } from './hugging-face/hugging-face-chat-model.ts';
export { type OpenAiCompatibleConfig, openAiCompatibleConfig } from './openai-compatible/config.ts';
export { OpenAiCompatibleChatModel } from './openai-compatible/openai-compatible-chat-model.ts';
