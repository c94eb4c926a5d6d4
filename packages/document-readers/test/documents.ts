import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';

/** A PDF with one line of text on each page. */
export function pdfWithPages(texts: readonly string[]): Promise<Buffer> {
  const pdf = new PDFDocument({ autoFirstPage: false, info: { Title: 'Pages' } });
  for (const text of texts) pdf.addPage().fontSize(12).text(text);
  pdf.end();
  return buffer(pdf);
}

/** A PDF that opens only with a password (AES, revision 6 of the standard security handler). */
export function encryptedPdf(): Promise<Buffer> {
  const pdf = new PDFDocument({ pdfVersion: '1.7ext3', userPassword: 'secret', ownerPassword: 'owner' });
  pdf.text('For those who know.');
  pdf.end();
  return buffer(pdf);
}

/** A page of text, and one that is nothing but a picture. */
export function scannedPdf(picture: string, size: [width: number, height: number]): Promise<Buffer> {
  const pdf = new PDFDocument();
  pdf.text('A page with text.');
  pdf.addPage({ size, margin: 0 }).image(picture, 0, 0, { width: size[0], height: size[1] });
  pdf.end();
  return buffer(pdf);
}
