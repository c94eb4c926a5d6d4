import PDFDocument from 'pdfkit';

const ROWS = 22;
const COLUMNS = [300, 375, 450];
const PROSE =
  'Revenue of the segment changed with the volume of orders and with prices, and costs followed the price of steel and freight. ';

/** A report of so many pages, half of each a table of figures as annual reports have them. */
export async function longReport(pages: number): Promise<Buffer> {
  const document = new PDFDocument({ autoFirstPage: false, info: { Title: 'Annual report' } });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise((resolve) => document.once('end', resolve));
  for (let page = 1; page <= pages; page += 1) {
    document.addPage().fontSize(14).text(`Note ${page}. Results of unit ${page}`, 72, 72);
    document.fontSize(10).text(PROSE.repeat(6), 72, 100, { width: 460 });
    COLUMNS.forEach((x, i) => {
      document.text(String(2_025 - i), x, 240, { lineBreak: false });
    });
    for (let row = 0; row < ROWS; row += 1) {
      const y = 258 + row * 16;
      document.text(`Line item ${row} of unit ${page}`, 72, y, { lineBreak: false });
      COLUMNS.forEach((x, i) => {
        document.text(((page * 7_919 + row * 104_729 + i * 1_299_709) % 99_991).toLocaleString('en'), x, y, {
          lineBreak: false,
        });
      });
    }
  }
  document.end();
  await ended;
  return Buffer.concat(chunks);
}
