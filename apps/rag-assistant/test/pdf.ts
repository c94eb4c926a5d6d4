import PDFDocument from 'pdfkit';

/** A PDF with one page for each text; the same bytes for the same texts. */
export async function pdfOf(
  pages: readonly string[],
  { title = '', userPassword }: { title?: string; userPassword?: string } = {},
): Promise<Buffer> {
  const date = new Date(Date.UTC(2026, 0, 1));
  const info = { Title: title, CreationDate: date };
  const document = new PDFDocument({ autoFirstPage: false, info, ...(userPassword && { userPassword }) });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise((resolve) => document.once('end', resolve));
  for (const text of pages) document.addPage().fontSize(11).text(text);
  document.end();
  await ended;
  return Buffer.concat(chunks);
}
