import { ServiceError } from '@pareto/contracts';
import { contentOf } from './content-type.ts';
import { openFlow } from './flow/open-flow.ts';
import { htmlFlow } from './html/html-flow.ts';
import { markdownFlow } from './markdown/markdown-flow.ts';
import type { OpenDocument } from './open-document.ts';
import { openPdf } from './pdf/pdf-pages.ts';
import type { PageScans } from './scan/page-scans.ts';
import { textFlow } from './text/text-flow.ts';

/**
 * Opens a document as what its bytes say that it is.
 * @throws ServiceError `document_type_unsupported`, and what the readers of each format throw.
 */
export async function openByContent(data: Uint8Array, name: string): Promise<OpenDocument> {
  const content = contentOf(data, name);
  switch (content?.type) {
    case 'pdf':
      return { ...(await openPdf(data)), scan: scanner(data) };
    case 'docx': {
      // Its library takes longer to load than most documents to read.
      const { docxFlow } = await import('./docx/docx-flow.ts');
      return openFlow(await docxFlow(Buffer.from(data.buffer, data.byteOffset, data.byteLength)));
    }
    case 'html':
      return openFlow(htmlFlow(content.text));
    case 'markdown':
      return openFlow(markdownFlow(content.text));
    case 'text':
      return openFlow(textFlow(content.text));
    case undefined:
      throw new ServiceError('document_type_unsupported', 'The content is of no type that can be read.');
  }
}

/** Draws pages with another instance of pdf.js, which is loaded with the first of them. */
function scanner(data: Uint8Array): OpenDocument['scan'] {
  let scans: Promise<PageScans> | undefined;
  return async (number) => {
    scans ??= import('./scan/page-scans.ts').then(({ PageScans }) => PageScans.open(data.slice()));
    return (await scans).page(number);
  };
}
