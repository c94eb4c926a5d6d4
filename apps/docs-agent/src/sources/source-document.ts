import type { DocSymbol } from '../docs-index.ts';
import type { PageSection } from './markdown-page.ts';

export type ReadSymbol = Omit<DocSymbol, 'source' | 'version' | 'path'>;

export interface ReadSection extends PageSection {
  /** In a changelog: the version that it tells of. */
  readonly release?: string | undefined;
  /** Whether it is looked for by meaning too: bare declarations are found by their names. */
  readonly isEmbedded: boolean;
}

/** One file of a source, before it is read: what decides whether it must be read again, and how to. */
export interface SourceDocument {
  /** Inside of the source, with forward slashes. */
  readonly path: string;
  /** Changes with what `read` returns. */
  readonly hash: string;
  read(): Promise<ReadDocument> | ReadDocument;
}

export interface ReadDocument {
  readonly title: string;
  /** Markdown, or the text of typings. */
  readonly text: string;
  readonly sections: readonly ReadSection[];
  readonly symbols: readonly ReadSymbol[];
}

/** All documents of a source, with notes on what was left out. */
export interface SourceContent {
  readonly documents: readonly SourceDocument[];
  readonly notes: readonly string[];
}
