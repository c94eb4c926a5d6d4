import type { DocumentPage, PageBlock } from '@pareto/contracts';
import PDFDocument from 'pdfkit';
import { openPdf } from '../../src/pdf/pdf-pages.ts';

export type Canvas = PDFKit.PDFDocument;

/** A PDF on A4 pages (595.28 × 841.89 points) that `draw` draws from the first page on. */
export function drawPdf(draw: (canvas: Canvas) => void, options: PDFKit.PDFDocumentOptions = {}): Promise<Uint8Array> {
  const canvas = new PDFDocument({ size: 'A4', margin: 0, autoFirstPage: true, ...options });
  const chunks: Buffer[] = [];
  return new Promise((resolve) => {
    canvas.on('data', (chunk: Buffer) => chunks.push(chunk));
    canvas.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
    canvas.font('Helvetica').fontSize(10);
    draw(canvas);
    canvas.end();
  });
}

/** Writes a text whose top left corner is given; lines are not broken. */
export function put(canvas: Canvas, text: string, x: number, y: number): void {
  canvas.text(text, x, y, { lineBreak: false });
}

/** Writes a text that ends at `right`. */
export function putRight(canvas: Canvas, text: string, right: number, y: number): void {
  put(canvas, text, right - canvas.widthOfString(text), y);
}

/** Lines of text, 12 points apart. */
export function putLines(canvas: Canvas, lines: readonly string[], x: number, y: number): void {
  for (const [i, line] of lines.entries()) put(canvas, line, x, y + 12 * i);
}

export async function readPdf(data: Uint8Array): Promise<DocumentPage[]> {
  const document = await openPdf(data);
  const pages: DocumentPage[] = [];
  for await (const page of document.read()) pages.push(page);
  await document.close();
  return pages;
}

/** The pages of what is drawn. */
export async function drawn(
  draw: (canvas: Canvas) => void,
  options?: PDFKit.PDFDocumentOptions,
): Promise<DocumentPage[]> {
  return readPdf(await drawPdf(draw, options));
}

/** Each block of a page as `kind: text`, a heading with its level. */
export function outline(page: DocumentPage): string[] {
  return page.blocks.map((block) => `${block.kind}${block.level ?? ''}: ${textOf(page, block)}`);
}

export function textOf(page: DocumentPage, span: { start: number; end: number }): string {
  return page.text.slice(span.start, span.end);
}

/** Each row as its label and `column = cell`. */
export function figures(page: DocumentPage, table: PageBlock): [string, Record<string, string>][] {
  return (table.rows ?? []).map(({ label, cells }) => [
    label,
    Object.fromEntries(cells.map((cell) => [cell.column, textOf(page, cell)])),
  ]);
}
