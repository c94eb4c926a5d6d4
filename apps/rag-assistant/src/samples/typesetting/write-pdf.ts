import { once } from 'node:events';
import PDFDocument from 'pdfkit';
import type { Manuscript } from './blocks.ts';
import { fontsOf } from './fonts.ts';
import { PAGE, setPages } from './pages.ts';
import { GREY, type Mark } from './pieces.ts';

/** Sets a manuscript as PDF 1.7. The same manuscript gives the same bytes: no clock and no chance has a part in it. */
export async function writePdf(manuscript: Manuscript): Promise<Buffer> {
  const { title, author, date, language, style } = manuscript;
  const pdf = new PDFDocument({
    autoFirstPage: false,
    margin: 0,
    pdfVersion: '1.7',
    lang: language,
    // pdfkit makes the file's id from these.
    info: {
      Title: title,
      Author: author,
      CreationDate: new Date(`${date}T09:00:00Z`),
      Producer: 'pdfkit',
      Creator: '',
    },
  });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = once(pdf, 'end');

  const fonts = fontsOf(pdf, style.family);
  const { pages, headingPages } = setPages(manuscript, fonts);
  const hasCover = manuscript.blocks[0]?.kind === 'cover';
  const size = style.size * 0.82;
  pages.forEach((marks, index) => {
    pdf.addPage({ size: [PAGE.width, PAGE.height], margin: 0 });
    for (const mark of marks) draw(mark);
    if (hasCover && index === 0) return;
    const base = { kind: 'text' as const, font: fonts.plain, size, colour: GREY };
    const number = style.pageNumber(index + 1 - style.unnumberedPages, pages.length - style.unnumberedPages);
    const foot = PAGE.height - style.margin + 2;
    draw({ ...base, x: style.margin, y: style.margin - 12, text: style.header });
    draw({
      kind: 'rule',
      x: style.margin,
      y: style.margin + 1,
      width: PAGE.width - 2 * style.margin,
      thickness: 0.4,
      colour: GREY,
    });
    draw({ ...base, x: style.margin, y: foot, text: style.footer });
    draw({ ...base, x: PAGE.width - style.margin - fonts.width(number, fonts.plain, size), y: foot, text: number });
  });
  pdf.end();
  await ended;
  return Buffer.concat(chunks);

  function draw(mark: Mark): void {
    switch (mark.kind) {
      case 'text':
        if (mark.text === '') return;
        pdf.font(mark.font).fontSize(mark.size).fillColor(mark.colour);
        pdf.text(mark.text, mark.x, mark.y, { lineBreak: false });
        return;
      case 'rule':
        pdf.rect(mark.x, mark.y - mark.thickness / 2, mark.width, mark.thickness).fill(mark.colour);
        return;
      case 'box':
        pdf.rect(mark.x, mark.y, mark.width, mark.height).fill(mark.colour);
        return;
      case 'page-of': {
        const page = String(headingPages[mark.heading]! - style.unnumberedPages);
        draw({ ...mark, kind: 'text', text: page, x: mark.x - fonts.width(page, mark.font, mark.size) });
      }
    }
  }
}
