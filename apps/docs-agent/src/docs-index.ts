/** Something documented in one version: an installed package, or a folder of pages. */
export interface DocSource {
  readonly name: string;
  /** As its manifest says; undefined for a folder. */
  readonly version: string | undefined;
  readonly kind: 'package' | 'folder';
  readonly status: 'indexing' | 'ready' | 'failed';
  readonly documents: number;
  readonly chunks: number;
  /** Why it failed. */
  readonly problem?: string | undefined;
}

/** Which sources a question is about; without a version all of them. */
export interface SourceFilter {
  readonly source?: string | undefined;
  readonly version?: string | undefined;
}

/** Where a text stands: `path` inside of its source, `anchor` of the heading above it, or `L12` in typings. */
export interface DocPlace {
  readonly source: string;
  readonly version: string | undefined;
  readonly path: string;
  readonly anchor: string | undefined;
}

/** A part of a page below one heading, cut to what the embedder reads at once. */
export interface DocSection extends DocPlace {
  readonly id: string;
  /** From the page's title down. */
  readonly headings: readonly string[];
  readonly text: string;
}

export interface SectionHit extends DocSection {
  /** Higher is better; comparable within one answer only. */
  readonly score: number;
  /** Cosine with the question, where it is among the nearest. */
  readonly similarity?: number | undefined;
}

export interface DocPage extends DocPlace {
  readonly title: string;
  /** Markdown. */
  readonly text: string;
}

/** An exported name of a package, read from its typings. */
export interface DocSymbol {
  readonly source: string;
  readonly version: string | undefined;
  readonly name: string;
  readonly kind: 'function' | 'class' | 'interface' | 'type' | 'variable' | 'enum' | 'namespace' | 'member';
  /** The declaration without its body, cut at 2,000 characters. */
  readonly signature: string;
  /** The comment before it, without stars. */
  readonly comment: string | undefined;
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** The name of the class, interface or namespace around a member. */
  readonly parent: string | undefined;
}

/** What the tools of the agent read. */
export interface DocsIndex {
  sources(): readonly DocSource[];
  /** The best sections, several of one page at most as often as they are better than what else there is. */
  search(
    question: string,
    options: SourceFilter & { readonly k: number; readonly signal?: AbortSignal | undefined },
  ): Promise<readonly SectionHit[]>;
  /** @throws ServiceError `source_not_found`, `page_not_found`. */
  page(source: string, path: string, version?: string): DocPage;
  /** Exported names, exact matches first, then other case, then prefixes. */
  symbols(name: string, options?: SourceFilter & { readonly limit?: number }): readonly DocSymbol[];
  /** Whether a word that looks like code (an identifier, option, path or URL) stands anywhere in the sources. */
  mentions(term: string, filter?: SourceFilter): boolean;
  /** The sections of a package's changelog after `from` up to and including `to`, the newest first. */
  changelog(source: string, from: string, to: string): readonly DocSection[];
}
