import { PROSE } from './boundaries.ts';
import type { Chunk, ChunkOptions } from './chunk.ts';
import { fit } from './fit.ts';

/**
 * Cuts a text into chunks at paragraphs, else sentences, else words. Chunks are in order, do not overlap, and leave
 * out nothing but white space between them.
 */
export function chunkPlainText(source: string, options: ChunkOptions): Chunk[] {
  return fit(source, { start: 0, end: source.length }, PROSE, options).map(({ start, end, tokens }) => ({
    text: source.slice(start, end),
    start,
    end,
    headings: [],
    tokens,
  }));
}
