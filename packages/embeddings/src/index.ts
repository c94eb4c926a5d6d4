export { type HuggingFaceConfig, HuggingFaceTextEmbedder, huggingFaceConfig } from './hosted/hugging-face.ts';
export {
  type OpenAiCompatibleConfig,
  OpenAiCompatibleTextEmbedder,
  openAiCompatibleConfig,
} from './hosted/openai-compatible.ts';
export { type OnnxConfig, OnnxTextEmbedder, onnxConfig } from './onnx/onnx-embedder.ts';
export { StaticTextEmbedder } from './static/static-embedder.ts';
export type { WordVectors } from './static/word-vectors.ts';
