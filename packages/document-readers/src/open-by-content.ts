import { ServiceError } from '@pareto/contracts/service-error';
import { contentOf } from './content-type.ts';
import { openFlow } from './flow/open-flow.ts';
import type { OpenDocument } from './open-document.ts';
import { openPdf } from './pdf/pdf-pages.ts';
import type { PageScans } from './scan/page-scans.ts';

// What a format takes is loaded with its first document: most are PDFs, and each is read in a process of its own.
const load = {
  docx: () => import('./docx/docx-flow.ts'),
  html: () => import('./html/html-flow.ts'),
  markdown: () => import('./markdown/markdown-flow.ts'),
  text: () => import('./text/text-flow.ts'),
  scans: () => import('./scan/page-scans.ts'),
};

/** Loads all that reading any document would. */
export async function loadEveryFormat(): Promise<void> {
  await Promise.all(Object.values(load).map((format) => format()));
}

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
      const { docxFlow } = await load.docx();
      return openFlow(await docxFlow(Buffer.from(data.buffer, data.byteOffset, data.byteLength)));
    }
    case 'html':
      return openFlow((await load.html()).htmlFlow(content.text));
    case 'markdown':
      return openFlow((await load.markdown()).markdownFlow(content.text));
    case 'text':
      return openFlow((await load.text()).textFlow(content.text));
    case undefined:
      throw new ServiceError('document_type_unsupported', 'The content is of no type that can be read.');
  }
}

/** Draws pages with another instance of pdf.js, which is loaded with the first of them. */
function scanner(data: Uint8Array): OpenDocument['scan'] {
  let scans: Promise<PageScans> | undefined;
  return async (number) => {
    scans ??= load.scans().then(({ PageScans }) => PageScans.open(data.slice()));
    return (await scans).page(number);
  };
}
