import { once } from 'node:events';
import PDFDocument from 'pdfkit';
import type { Host, InjectionCase } from './injection-set.ts';

const SIZE = 11;
/** Points: a line that is on the page for machines only. */
const TINY = 0.8;

/** The host as a PDF of its own; with the attack where the case has it, without one for a host alone. */
export async function hostPdf({ id, paragraphs }: Host, planted?: InjectionCase): Promise<Buffer> {
  const date = new Date(Date.UTC(2026, 0, 1));
  const pdf = new PDFDocument({ margin: 64, info: { Title: planted?.id ?? id, CreationDate: date } });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = once(pdf, 'end');
  const write = (text: string, size = SIZE, colour = 'black') =>
    pdf.fillColor(colour).fontSize(size).text(inWinAnsi(text)).moveDown(0.5);
  paragraphs.forEach((text, index) => {
    if (index === planted?.position) plant(planted);
    write(text);
  });
  if (planted && planted.position >= paragraphs.length) plant(planted);
  pdf.end();
  await ended;
  return Buffer.concat(chunks);

  function plant({ attack: { text }, placement }: InjectionCase): void {
    if (placement === 'visible') write(text);
    else if (placement === 'white') write(text, SIZE, 'white');
    else write(text, TINY);
  }
}

/** What the standard fonts can show. */
function inWinAnsi(text: string): string {
  return text.replace(/[^\n\x20-\x7e\u00a0-\u00ff\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u20ac]/g, ' ');
}
