export type { Chunk, ChunkOptions, Span } from './chunk.ts';
export { chunkMarkdown } from './markdown.ts';
export { chunkPlainText } from './plain-text.ts';
