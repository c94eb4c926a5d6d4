import { type DocumentPage, ServiceError } from '@pareto/contracts';
import { getDocument, PasswordException } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { OpenDocument } from './open-document.ts';

export async function openPdf(data: Uint8Array): Promise<OpenDocument> {
  const task = getDocument({ data, verbosity: 0, useSystemFonts: false, disableFontFace: true });
  const pdf = await task.promise.catch((cause: unknown) => {
    const code = cause instanceof PasswordException ? 'pdf_encrypted' : 'document_unreadable';
    throw new ServiceError(code, 'The PDF cannot be opened.', { cause });
  });
  return {
    pages: pdf.numPages,
    title: '',
    async *read(): AsyncGenerator<DocumentPage> {
      for (let number = 1; number <= pdf.numPages; number += 1) {
        const page = await pdf.getPage(number);
        const [, , width = 0, height = 0] = page.view;
        const { items } = await page.getTextContent();
        const text = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
        const whole = { start: 0, end: text.length };
        const blocks = text === '' ? [] : [{ ...whole, kind: 'paragraph' as const, lines: [whole] }];
        yield { number, width, height, text, blocks, concealed: [] };
        page.cleanup();
      }
    },
    close: () => task.destroy(),
  };
}
