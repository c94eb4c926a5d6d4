import { constants, deflateRawSync } from 'node:zlib';
import { wordDocument } from './word-document.ts';

const MIB = 2 ** 20;
const DOCUMENT = 'word/document.xml';

/** A Word document whose text is a thousandth of what it inflates to, and says that it inflates to `declaredBytes`. */
function inflatingDocument(declaredBytes: number): Buffer {
  const blocks = deflateRawSync(Buffer.alloc(64 * MIB, ' '), { level: 9, finishFlush: constants.Z_FULL_FLUSH });
  const content = Buffer.concat([...Array.from({ length: 16 }, () => blocks), Buffer.from([0x03, 0x00])]);
  const archive = wordDocument('', '', { [DOCUMENT]: content });
  const [local, central] = [archive.indexOf(DOCUMENT) - 30, archive.lastIndexOf(DOCUMENT) - 46];
  archive.writeUInt16LE(8, local + 8);
  archive.writeUInt32LE(declaredBytes, local + 22);
  archive.writeUInt16LE(8, central + 10);
  archive.writeUInt32LE(declaredBytes, central + 24);
  return archive;
}

const entities = Array.from({ length: 9 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(20)}">`).join('');

/** Files of other formats made to break whoever reads them: name and content. */
export const HOSTILE_DOCUMENTS: Readonly<Record<string, () => readonly [name: string, content: Buffer]>> = {
  'a Word document that inflates to 1 GiB': () => ['a.docx', inflatingDocument(1_024 * MIB)],
  'a Word document that inflates to more than it says': () => ['a.docx', inflatingDocument(1_000)],
  'a Word document of paragraphs nested 200,000 deep': () => [
    'a.docx',
    wordDocument('<w:p><w:r>'.repeat(200_000) + '</w:r></w:p>'.repeat(200_000)),
  ],
  'a Word document of entities that hold each other': () => [
    'a.docx',
    wordDocument('', '', {
      [DOCUMENT]: Buffer.from(
        `<!DOCTYPE x [<!ENTITY e0 "lol">${entities}]><w:document><w:body>&e9;</w:body></w:document>`,
      ),
    }),
  ],
  'a Word document of a million cells': () => [
    'a.docx',
    wordDocument(`<w:tbl><w:tr>${'<w:tc><w:p/></w:tc>'.repeat(500_000)}</w:tr></w:tbl>`),
  ],
  'a Word document cut off': () => ['a.docx', wordDocument('<w:p/>').subarray(0, 900)],
  'tables in tables, 500,000 deep': () => [
    'a.html',
    Buffer.from(`<!doctype html>${'<table><tr><td>'.repeat(500_000)}`),
  ],
  'a million unclosed elements': () => ['a.html', Buffer.from(`<!doctype html>${'<b><i><p>x'.repeat(300_000)}`)],
  'cells that span a billion columns': () => [
    'a.html',
    Buffer.from(`<!doctype html><table>${'<tr><td colspan=1000000000 rowspan=1000000000>x'.repeat(20_000)}</table>`),
  ],
  'style rules without end': () => [
    'a.html',
    Buffer.from(`<!doctype html><style>${'a{/*'.repeat(2_000_000)}</style>x`),
  ],
  'brackets without end': () => [
    'a.md',
    Buffer.from(`${'[![('.repeat(500_000)}\n${'`'.repeat(500_000)}\n${'> '.repeat(500_000)}`),
  ],
  'a text of 100 MB in one line': () => ['a.txt', Buffer.alloc(100_000_000, 'word ')],
};
