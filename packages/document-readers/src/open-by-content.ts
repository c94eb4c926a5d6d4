import { ServiceError } from '@pareto/contracts';
import type { OpenDocument } from './open-document.ts';
import { openPdf } from './plain-pdf.ts';

/** Opens a document as what its bytes say that it is. @throws ServiceError `document_type_unsupported`. */
export async function openByContent(data: Uint8Array, _name: string): Promise<OpenDocument> {
  if (Buffer.from(data.buffer, data.byteOffset, Math.min(1_024, data.length)).includes('%PDF-')) return openPdf(data);
  throw new ServiceError('document_type_unsupported', 'Not a PDF.');
}
