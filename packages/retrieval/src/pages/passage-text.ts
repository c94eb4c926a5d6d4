/** A passage of a page as it is indexed. */
export interface IndexedPassage {
  readonly id: string;
  /** From 1. */
  readonly page: number;
  readonly text: string;
  /** Headings above it, outermost first. */
  readonly headings: readonly string[];
  /** What a table's rows mean where they are cut off from it; empty for prose. */
  readonly context: string;
}

export interface IndexedDocument {
  readonly id: string;
  /** Of the file. */
  readonly name: string;
  /** As the file says; may be empty. */
  readonly title: string;
}

/**
 * What words are looked for in: a passage with the headings above it and, of a table, what its rows mean. A question
 * may name either.
 */
export function indexText({ text, headings, context }: Pick<IndexedPassage, 'text' | 'headings' | 'context'>): string {
  return [...headings, context, text].filter(Boolean).join('\n');
}

/**
 * What the embedder reads of a passage: itself alone. Headings, which the passages below them share, make their vectors
 * alike: with them, with the last of them, or with a table's headers the right page came later on every set tried.
 */
export function embedText({ text }: Pick<IndexedPassage, 'text'>): string {
  return text;
}
