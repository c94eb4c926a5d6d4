import type { DocumentPage } from '@pareto/contracts';

/** A picture of a page in grey, a byte for each pixel, rows from the top. */
export interface PageScan {
  readonly width: number;
  readonly height: number;
  readonly dpi: number;
  readonly pixels: Uint8Array;
}

/** A document that could be opened; `read` may be called once. */
export interface OpenDocument {
  readonly pages: number;
  readonly title: string;
  read(): AsyncIterable<DocumentPage>;
  /** A page as its pictures show it; undefined where they cover too little of it. Only of formats with pages. */
  scan?(number: number): Promise<PageScan | undefined>;
  close(): Promise<void>;
}
