import type { DocumentPage } from '@pareto/contracts';

/** A document that could be opened; `read` may be called once. */
export interface OpenDocument {
  readonly pages: number;
  readonly title: string;
  read(): AsyncIterable<DocumentPage>;
  close(): Promise<void>;
}
