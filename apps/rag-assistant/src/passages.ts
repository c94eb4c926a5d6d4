import type { Box } from '@pareto/contracts';

/** A stretch of one page that was embedded and indexed: small, so that what matches is what is meant. */
export interface Passage {
  readonly id: string;
  readonly documentId: string;
  /** From 1. */
  readonly page: number;
  /** Where it stands in the page's text, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  /** `pageText.slice(start, end)`. */
  readonly text: string;
  /** Headings above it, outermost first; those of earlier pages included. */
  readonly headings: readonly string[];
  /** What a table's rows mean where they are cut off from it: caption and column headers; empty for prose. */
  readonly context: string;
}

/** A page as it was read: where passages are read with their neighbours, and quotes get their boxes. */
export interface PageContent {
  readonly documentId: string;
  readonly number: number;
  readonly text: string;
  readonly lines: readonly { readonly start: number; readonly end: number; readonly box?: Box | undefined }[];
}

/** A passage that was found, with what each stage of the search thought of it. */
export interface RetrievedPassage extends Passage {
  readonly documentName: string;
  /** By stage: `bm25`, `cosine`, `fused`, … ; higher is better within one stage. */
  readonly scores: Readonly<Record<string, number>>;
}
