import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { docxFlow } from '../src/docx/docx-flow.ts';
import { inflate, storedZip, zipEntries } from '../src/docx/zip-archive.ts';
import { paragraph, run, table, wordDocument } from './word-document.ts';

describe('docxFlow', () => {
  it('reads headings, paragraphs and tables, and the title of the properties', async () => {
    const body = [
      paragraph(run('Dietas'), 'Heading1'),
      paragraph(run('Se abonan ') + run('en 30 días.')),
      table([
        ['Country', 'Rate'],
        ['Spain', '53.34'],
      ]),
    ];
    const { title, blocks } = await docxFlow(wordDocument(body.join(''), 'Gastos &amp; dietas'));
    expect(title).toBe('Gastos & dietas');
    expect(blocks).toMatchObject([
      { kind: 'heading', level: 1, text: 'Dietas' },
      { kind: 'paragraph', text: 'Se abonan en 30 días.' },
      { kind: 'table', header: [['Country', 'Rate']], rows: [['Spain', '53.34']] },
    ]);
  });

  it('sets text apart that is hidden, white on white or tiny', async () => {
    const runs = [
      run('seen '),
      run('vanished', '<w:vanish/>'),
      run('not vanished ', '<w:vanish w:val="0"/>'),
      run('white', '<w:color w:val="FFFFFF"/>'),
      run('white on black', '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="000000"/>'),
      run('tiny', '<w:sz w:val="2"/>'),
    ];
    const { blocks } = await docxFlow(wordDocument(paragraph(runs.join(''))));
    expect(blocks.filter(({ kind }) => kind === 'paragraph')).toEqual([
      { kind: 'paragraph', text: 'seen not vanished white on black' },
    ]);
    expect(blocks.filter(({ kind }) => kind === 'concealed')).toEqual([
      { kind: 'concealed', reason: 'invisible', text: 'vanished' },
      { kind: 'concealed', reason: 'same-colour', text: 'white' },
      { kind: 'concealed', reason: 'tiny', text: 'tiny' },
    ]);
  });

  it('keeps white text of a table, whose style may colour its ground', async () => {
    const cell = `<w:tc>${paragraph(run('Rate', '<w:color w:val="FFFFFF"/>'))}</w:tc>`;
    const { blocks } = await docxFlow(wordDocument(`<w:tbl><w:tr>${cell}${cell}</w:tr></w:tbl>`));
    expect(blocks).toMatchObject([{ kind: 'table', rows: [['Rate', 'Rate']] }]);
  });
});

describe('zip archives', () => {
  const archive = storedZip(new Map([['ñ.txt', Buffer.from('eñe')]]));

  it('are read as they are written', () => {
    const [entry] = zipEntries(archive);
    expect(entry).toMatchObject({ name: 'ñ.txt', method: 0, bytes: 4 });
    expect(inflate(archive, entry!).toString()).toBe('eñe');
  });

  it('inflate no further than they declare', () => {
    const content = deflateRawSync(Buffer.alloc(1_000_000));
    const lying = storedZip(new Map([['bomb', content]]));
    const entry = { ...zipEntries(lying)[0]!, method: 8, bytes: 1_000 };
    expect(() => inflate(lying, entry)).toThrow(RangeError);
  });

  it('refuse what is cut off', () => {
    expect(() => zipEntries(archive.subarray(0, -10))).toThrow();
    expect(() => zipEntries(Buffer.alloc(0))).toThrow();
  });

  it('refuse parts that declare more than a document has', async () => {
    const document = wordDocument(paragraph(run('small')));
    const at = document.lastIndexOf('word/document.xml') - 46;
    document.writeUInt32LE(2 ** 31, at + 24);
    await expect(docxFlow(document)).rejects.toMatchObject({ code: 'document_too_complex' });
  });
});
