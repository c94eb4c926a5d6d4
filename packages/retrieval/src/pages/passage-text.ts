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

/** What the embedder reads of a passage: the headings above it and what its table says of its rows, then itself. */
export function embedText(
  { text, headings, context }: Pick<IndexedPassage, 'text' | 'headings' | 'context'>,
  _document: Pick<IndexedDocument, 'name' | 'title'>,
): string {
  const path = headings.filter((heading) => !text.startsWith(heading)).join(' > ');
  return [path, context, text].filter(Boolean).join('\n');
}
