export type { Chunk, ChunkOptions, Span } from './chunk.ts';
export { chunkMarkdown } from './markdown.ts';
export { type Block, markdownBlocks } from './markdown-blocks.ts';
export { chunkPages, type PageChunk, PageChunker } from './pages.ts';
export { chunkPlainText } from './plain-text.ts';
