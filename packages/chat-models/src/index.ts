export * from './hosted.ts';
export { type LlamaCppConfig, llamaCppConfig } from './llama-cpp/config.ts';
export { fetchGguf, isGgufUri } from './llama-cpp/gguf-file.ts';
export { LlamaCppChatModel } from './llama-cpp/llama-cpp-chat-model.ts';
export { type ScriptedConfig, scriptedConfig } from './scripted/config.ts';
export { ScriptedChatModel } from './scripted/scripted-chat-model.ts';
