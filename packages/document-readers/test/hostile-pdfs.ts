import { constants, deflateRawSync, deflateSync } from 'node:zlib';
import { deflated, FONT, HELLO, onePage, pdfOf, stream } from './pdf-writer.ts';

const MIB = 2 ** 20;
const BOX = '/MediaBox [0 0 612 792]';

/** Zeros or spaces that are a thousandth of their size in the file. */
const filler = (bytes: number, value = 0x20) => deflateSync(Buffer.alloc(bytes, value), { level: 9 });

/**
 * Content of `copies` × 128 MiB in a few KiB: blocks that refer to nothing before them (RFC 1951, 3.2.4) repeated, and
 * that compressed again. For `/Filter [/FlateDecode /FlateDecode]`.
 */
function bomb(copies: number, value = 0x20): Buffer {
  const blocks = deflateRawSync(Buffer.alloc(128 * MIB, value), { level: 9, finishFlush: constants.Z_FULL_FLUSH });
  const header = Buffer.from([0x78, 0xda]);
  const end = Buffer.from([0x03, 0x00, 0, 0, 0, 0]);
  return deflateSync(Buffer.concat([header, ...Array.from({ length: copies }, () => blocks), end]), { level: 9 });
}

/** A form that draws `next` twice, `depth` times over: 2^depth drawings from a few lines. */
function nestedForms(depth: number): Record<number, Buffer> {
  const forms: Record<number, Buffer> = {};
  for (let i = 0; i < depth; i += 1) {
    const next = 7 + i;
    const isLast = i === depth - 1;
    const resources = isLast ? '/Font << /F1 5 0 R >>' : `/XObject << /X ${next} 0 R >>`;
    forms[6 + i] = stream(
      isLast ? HELLO : '/X Do /X Do',
      `/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << ${resources} >>`,
    );
  }
  return forms;
}

function toUnicode(ranges: string): Buffer {
  return deflated(
    `/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange\n${ranges}\nendcmap`,
  );
}

const composite = (map: number) =>
  `<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /ToUnicode ${map} 0 R /DescendantFonts [7 0 R] >>`;
const DESCENDANT =
  '<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 >>';

/** An object stream of blanks, and the stream of references that says where to find the catalogue in it. */
function objectStreamBomb(copies: number): Buffer {
  const catalogue = Buffer.from('%PDF-1.7\n', 'latin1');
  const pages = Buffer.concat([
    Buffer.from('2 0 obj\n', 'latin1'),
    stream(bomb(copies), '/Type /ObjStm /N 1000000 /First 900000000 /Filter [/FlateDecode /FlateDecode]'),
    Buffer.from('\nendobj\n', 'latin1'),
  ]);
  const entry = (type: number, second: number, third: number) => {
    const bytes = Buffer.alloc(7);
    bytes[0] = type;
    bytes.writeUInt32BE(second, 1);
    bytes.writeUInt16BE(third, 5);
    return bytes;
  };
  const startXref = catalogue.length + pages.length;
  const table = Buffer.concat([entry(0, 0, 0), entry(2, 2, 0), entry(1, catalogue.length, 0), entry(1, startXref, 0)]);
  const reference = stream(table, '/Type /XRef /Size 4 /W [1 4 2] /Root 1 0 R');
  return Buffer.concat([
    catalogue,
    pages,
    Buffer.from('3 0 obj\n', 'latin1'),
    reference,
    Buffer.from(`\nendobj\nstartxref\n${startXref}\n%%EOF\n`, 'latin1'),
  ]);
}

/** Two sections of references, each of which says that the other came before it. */
function xrefLoop(): Buffer {
  const good = onePage(HELLO).toString('latin1');
  const first = good.lastIndexOf('xref\n0');
  const body = good.slice(0, first);
  const table = good.slice(first, good.indexOf('trailer', first));
  const size = /Size (\d+)/.exec(good)![1];
  const section = (previous: number) => `${table}trailer\n<< /Size ${size} /Root 1 0 R /Prev ${previous} >>\n`;
  // Both sections have the same length, so the second one's place is known.
  const second = first + section(first + 1_000).length;
  return Buffer.from(`${body}${section(second)}${section(first)}startxref\n${second}\n%%EOF\n`, 'latin1');
}

function image(entries: string, data: Buffer): Buffer {
  return onePage(
    `q 600 0 0 600 0 0 cm /I Do Q ${HELLO}`,
    { 6: stream(data, `/Type /XObject /Subtype /Image ${entries}`) },
    `${BOX} /Resources << /Font << /F1 5 0 R >> /XObject << /I 6 0 R >> >>`,
  );
}

/** Files made to break whoever reads them, by what they do. Each is small; what it asks for is not. */
export const HOSTILE_PDFS: Readonly<Record<string, () => Buffer>> = {
  'cut off in the middle': () => onePage(HELLO).subarray(0, 300),
  'a header and nothing else': () => Buffer.from('%PDF-1.7\n'),
  'a header before noise': () => Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(MIB, 'endobj obj << [ ( ')]),
  'pages that are their own parents': () =>
    pdfOf(
      new Map([
        [1, '<< /Type /Catalog /Pages 2 0 R >>'],
        [2, '<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 1000 /Parent 3 0 R >>'],
        [3, '<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 1000 /Parent 2 0 R >>'],
      ]),
    ),
  'sections of references in a circle': xrefLoop,
  'a billion pages claimed': () =>
    pdfOf(
      new Map([
        [1, '<< /Type /Catalog /Pages 2 0 R >>'],
        [2, '<< /Type /Pages /Kids [3 0 R] /Count 1000000000 >>'],
        [3, `<< /Type /Page /Parent 2 0 R ${BOX} >>`],
      ]),
    ),
  'the same page a thousand times, and again in each': () =>
    pdfOf(
      new Map<number, string>([
        [1, '<< /Type /Catalog /Pages 2 0 R >>'],
        ...Array.from({ length: 8 }, (_, i): [number, string] => [
          i + 2,
          `<< /Type /Pages /Count 1500 /Kids [${`${i + 3} 0 R `.repeat(1_000)}] >>`,
        ]),
        [10, `<< /Type /Page /Parent 9 0 R ${BOX} >>`],
      ]),
    ),
  'content that inflates to 2 GiB': () => onePage(stream(bomb(16), '/Filter [/FlateDecode /FlateDecode]')),
  'content that inflates to 400 MiB of operators': () =>
    onePage(deflated(Buffer.alloc(400 * MIB, 'q 1 0 0 1 0 0 cm Q\n'))),
  'twenty million operators': () => onePage(deflated(`BT /F1 1 Tf ${'(a) Tj '.repeat(20_000_000)} ET`)),
  'ten million pieces of text in one array': () =>
    onePage(deflated(`BT /F1 1 Tf [${'(a)-999'.repeat(10_000_000)}] TJ ET`)),
  'forms within forms, doubled 40 times': () =>
    onePage('/X Do', nestedForms(40), `${BOX} /Resources << /XObject << /X 6 0 R >> >>`),
  'a form that draws itself': () =>
    onePage(
      '/X Do',
      {
        6: stream(
          `${HELLO} /X Do /X Do`,
          '/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> /Font << /F1 5 0 R >> >>',
        ),
      },
      `${BOX} /Resources << /XObject << /X 6 0 R >> >>`,
    ),
  'a map to Unicode of a million overlapping ranges': () =>
    onePage('BT /F1 12 Tf <00010002> Tj ET', {
      5: composite(6),
      6: toUnicode(`1000000 beginbfrange\n${'<0000> <FFFF> <0000>\n'.repeat(1_000_000)}endbfrange`),
      7: DESCENDANT,
    }),
  'a map to Unicode with a range of four billion': () =>
    onePage('BT /F1 12 Tf <00010002> Tj ET', {
      5: composite(6),
      6: toUnicode(
        '1 beginbfrange\n<00000000> <FFFFFFFF> <0000>\nendbfrange\n1 begincidrange <00000000> <FFFFFFFF> 0 endcidrange',
      ),
      7: DESCENDANT,
    }),
  'a character that is a megabyte of text': () =>
    onePage(`BT /F1 12 Tf ${'<0001>Tj '.repeat(5_000)} ET`, {
      5: composite(6),
      6: toUnicode(`1 beginbfchar\n<0001> <${'0041'.repeat(MIB)}>\nendbfchar`),
      7: DESCENDANT,
    }),
  'an embedded font of 1 GiB': () =>
    onePage(HELLO, {
      5: '<< /Type /Font /Subtype /TrueType /BaseFont /A /FirstChar 0 /LastChar 1 /Widths [1 1] /FontDescriptor 6 0 R >>',
      6: '<< /Type /FontDescriptor /FontName /A /Flags 4 /FontFile2 7 0 R >>',
      7: stream(bomb(8, 0), '/Filter [/FlateDecode /FlateDecode]'),
    }),
  'an object stream that inflates to 1 GiB': () => objectStreamBomb(8),
  'arrays nested a million deep': () => onePage(`${'['.repeat(1_000_000)} 0 Tj`),
  'dictionaries nested a million deep': () => onePage(HELLO, {}, `${BOX} /A ${'<< /A '.repeat(1_000_000)}`),
  'a media box of 10^30 points': () =>
    onePage(HELLO, {}, '/MediaBox [0 0 1e30 1e30] /Resources << /Font << /F1 5 0 R >> >>'),
  'a predictor of two billion columns': () =>
    onePage(
      stream(
        deflateSync(Buffer.alloc(MIB)),
        '/Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors 4 /BitsPerComponent 16 /Columns 2000000000 >>',
      ),
    ),
  'a picture of 60,000 × 60,000': () =>
    image('/Width 60000 /Height 60000 /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /FlateDecode', filler(MIB)),
  'a JBIG2 picture of four billion lines': () => {
    const page = Buffer.from('0000000030000100000013ffffffffffffffff00000000000000000000000000', 'hex');
    return image(
      '/Width 4294967295 /Height 4294967295 /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /JBIG2Decode',
      page,
    );
  },
  'a text of 300 MiB in one string': () =>
    onePage(
      deflated(Buffer.concat([Buffer.from('BT /F1 1 Tf ('), Buffer.alloc(300 * MIB, 'a'), Buffer.from(') Tj ET')])),
    ),
  'a hundred thousand fonts': () =>
    onePage(
      Array.from({ length: 100_000 }, (_, i) => `/F${i} 9 Tf`).join(' '),
      {},
      `${BOX} /Resources << /Font << ${Array.from({ length: 100_000 }, (_, i) => `/F${i} ${FONT}`).join(' ')} >> >>`,
    ),
};
