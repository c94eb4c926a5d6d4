import type { DocumentPage } from '@pareto/contracts';

/** What the parent asks: one line of JSON on the child's standard input, the document's bytes after it. */
export interface ReadRequest {
  /** `load` takes no document: it loads all that reading any would. */
  readonly task: 'inspect' | 'read' | 'load';
  /** A hint at the type, from whoever sent the file. */
  readonly name: string;
  readonly maxPages: number;
  /** Whether pictures are wanted of pages that hold no text. */
  readonly scans: boolean;
}

/** The failures that a child may name. */
export const FAILURE_CODES = [
  'document_type_unsupported',
  'pdf_encrypted',
  'document_unreadable',
  'document_too_complex',
  'pages_too_many',
] as const;

export type FailureCode = (typeof FAILURE_CODES)[number];

/** A picture of a page on its way between processes. */
export interface ScanMessage {
  readonly width: number;
  readonly height: number;
  readonly dpi: number;
  /** Base64. */
  readonly pixels: string;
}

/**
 * What the child answers, a line of JSON each: `ready` once it has started, `opened`, every `page`, where that has no
 * text and pictures are wanted behind its `scan`, `end`; or `failed` at any point behind `ready`.
 */
export type ReaderAnswer =
  | { readonly type: 'ready' }
  | { readonly type: 'opened'; readonly pages: number; readonly title: string }
  | { readonly type: 'scan'; readonly scan: ScanMessage }
  | { readonly type: 'page'; readonly page: DocumentPage }
  | { readonly type: 'end' }
  | { readonly type: 'failed'; readonly code: FailureCode };
