import type { TokenCounter } from '@pareto/contracts';

/** A stretch of a source, from `start` to before `end` in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A piece of a source that a model can read whole: `text === source.slice(start, end)`. */
export interface Chunk extends Span {
  readonly text: string;
  /** Texts of the headings above it, outermost first; empty in plain text. */
  readonly headings: readonly string[];
  /** As counted by the caller's counter; never above its limit. */
  readonly tokens: number;
}

export interface ChunkOptions {
  /** Tokens that a chunk may have at most, special tokens not counted. */
  readonly maxTokens: number;
  readonly countTokens: TokenCounter;
}
