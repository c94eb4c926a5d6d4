export { type HuggingFaceConfig, huggingFaceConfig } from './hugging-face/config.ts';
export { HuggingFaceChatModel } from './hugging-face/hugging-face-chat-model.ts';
export { type LlamaCppConfig, llamaCppConfig } from './llama-cpp/config.ts';
export { fetchGguf, isGgufUri } from './llama-cpp/gguf-file.ts';
export { LlamaCppChatModel } from './llama-cpp/llama-cpp-chat-model.ts';
export { type OpenAiCompatibleConfig, openAiCompatibleConfig } from './openai-compatible/config.ts';
export { OpenAiCompatibleChatModel } from './openai-compatible/openai-compatible-chat-model.ts';
export { type ScriptedConfig, scriptedConfig } from './scripted/config.ts';
export { ScriptedChatModel } from './scripted/scripted-chat-model.ts';
