import { deflateSync } from 'node:zlib';

/** A PDF of raw objects: number to body. A body is what stands between `obj` and `endobj`. */
export function pdfOf(objects: ReadonlyMap<number, string | Buffer>, trailer = '/Root 1 0 R'): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n%\xE2\xE3\xCF\xD3\n', 'latin1')];
  const offsets = new Map<number, number>();
  let length = parts[0]!.length;
  const write = (part: string | Buffer) => {
    const buffer = typeof part === 'string' ? Buffer.from(part, 'latin1') : part;
    parts.push(buffer);
    length += buffer.length;
  };
  for (const [number, body] of objects) {
    offsets.set(number, length);
    write(`${number} 0 obj\n`);
    write(body);
    write('\nendobj\n');
  }
  const startXref = length;
  const size = Math.max(...objects.keys()) + 1;
  write(`xref\n0 ${size}\n0000000000 65535 f \n`);
  for (let number = 1; number < size; number += 1) {
    const offset = offsets.get(number);
    write(offset === undefined ? '0000000000 00000 f \n' : `${String(offset).padStart(10, '0')} 00000 n \n`);
  }
  write(`trailer\n<< /Size ${size} ${trailer} >>\nstartxref\n${startXref}\n%%EOF\n`);
  return Buffer.concat(parts);
}

/** A stream; `entries` go into its dictionary. */
export function stream(content: string | Buffer, entries = ''): Buffer {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'latin1') : content;
  return Buffer.concat([
    Buffer.from(`<< /Length ${bytes.length} ${entries} >>\nstream\n`, 'latin1'),
    bytes,
    Buffer.from('\nendstream', 'latin1'),
  ]);
}

export function deflated(content: string | Buffer, entries = ''): Buffer {
  return stream(deflateSync(content, { level: 9 }), `/Filter /FlateDecode ${entries}`);
}

export const FONT = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>';
export const HELLO = 'BT /F1 12 Tf 72 720 Td (Hello) Tj ET';

/** One page: object 1 is the catalogue, 2 the pages, 3 the page, 4 its content, 5 its font; more from 6 on. */
export function onePage(
  content: string | Buffer,
  more: Readonly<Record<number, string | Buffer>> = {},
  page = '/MediaBox [0 0 612 792] /Resources << /Font << /F1 5 0 R >> >>',
): Buffer {
  const objects: [number, string | Buffer][] = [
    [1, '<< /Type /Catalog /Pages 2 0 R >>'],
    [2, '<< /Type /Pages /Kids [3 0 R] /Count 1 >>'],
    [3, `<< /Type /Page /Parent 2 0 R /Contents 4 0 R ${page} >>`],
    [4, typeof content === 'string' ? stream(content) : content],
    [5, FONT],
    ...Object.entries(more).map(([number, body]): [number, string | Buffer] => [Number(number), body]),
  ];
  return pdfOf(new Map(objects));
}
