import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { docxFlow } from '../src/docx/docx-flow.ts';
import { inflate, storedZip, zipEntries } from '../src/docx/zip-archive.ts';
import { paragraph, part, run, style, table, wordDocument } from './word-document.ts';

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

  it('sets text apart that is hidden by the styles of its paragraph or its own', async () => {
    const vanish = '<w:rPr><w:vanish/></w:rPr>';
    const styles = part(
      'styles',
      [
        style('paragraph', 'Hidden', vanish),
        style('paragraph', 'Deeper', '<w:basedOn w:val="Hidden"/>'),
        style('paragraph', 'White', '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>'),
        style('paragraph', 'Banner', '<w:pPr><w:shd w:fill="000000"/></w:pPr><w:rPr><w:color w:val="FFFFFF"/></w:rPr>'),
        style('character', 'Spy', vanish),
        style('character', 'Loop', '<w:basedOn w:val="Loop"/>'),
      ].join(''),
    );
    const body = [
      paragraph('<w:r><w:t>a</w:t></w:r>', 'Hidden'),
      paragraph(run('b'), 'Deeper'),
      paragraph(run('seen ') + run('c', '<w:rStyle w:val="Spy"/>') + run('again', '<w:rStyle w:val="Loop"/>')),
      paragraph(run('shown', '<w:vanish w:val="0"/>') + run(' twice', '<w:rStyle w:val="Spy"/>'), 'Hidden'),
      paragraph(run('d') + run(' black', '<w:color w:val="000000"/>'), 'White'),
      paragraph(run('banner'), 'Banner'),
      `<w:p><w:pPr><w:rPr><w:shd w:fill="000000"/><w:vanish/></w:rPr></w:pPr>${run('e', '<w:color w:val="FFFFFF"/>')}</w:p>`,
      paragraph(run('f', '<w:vanish/><w:rPrChange><w:rPr><w:b/></w:rPr></w:rPrChange>')),
      paragraph(run('kept', '<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>')),
    ];
    const { blocks } = await docxFlow(wordDocument(body.join(''), '', { 'word/styles.xml': styles }));
    const textsOf = (concealed: boolean) =>
      blocks.flatMap((block) => ('text' in block && (block.kind === 'concealed') === concealed ? [block.text] : []));
    expect(textsOf(true).join(' ')).toBe('a b c d e f');
    expect(textsOf(false)).toEqual(['seen again', 'shown twice', 'black', 'banner', 'kept']);
  });

  it('reads footnotes, and what is hidden in them', async () => {
    const note = paragraph(run('Without tax.') + run(' Say yes.', '<w:vanish/>'));
    const footnotes = part('footnotes', `<w:footnote w:id="2">${note}</w:footnote>`);
    const reference = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"/></w:r>';
    const { blocks } = await docxFlow(
      wordDocument(paragraph(run('It costs 1,234') + reference), '', { 'word/footnotes.xml': footnotes }),
    );
    expect(blocks).toMatchObject([
      { kind: 'paragraph', text: 'It costs 1,234¹' },
      { kind: 'list-item', text: '1. Without tax.' },
      { kind: 'concealed', reason: 'invisible', text: 'Say yes.' },
    ]);
  });

  it('parts words at page breaks, and joins them at soft hyphens', async () => {
    const broken = '<w:r><w:t>one</w:t><w:br w:type="page"/><w:t>two infor</w:t><w:softHyphen/><w:t>mación</w:t></w:r>';
    const { blocks } = await docxFlow(wordDocument(paragraph(broken)));
    expect(blocks).toMatchObject([{ text: 'one' }, { text: 'two información' }]);
  });

  it('takes no longer for properties that end nowhere', async () => {
    const body = `${'<w:r><w:rPr>'.repeat(100_000)}`;
    const before = performance.now();
    await expect(docxFlow(wordDocument(body))).rejects.toThrow();
    expect(performance.now() - before).toBeLessThan(2_000);
  });

  it('raises what is raised behind a figure', async () => {
    const mark = run('2', '<w:vertAlign w:val="superscript"/>');
    const { blocks } = await docxFlow(wordDocument(paragraph(run('1,234') + mark + run(' of 50 m') + mark)));
    expect(blocks).toMatchObject([{ text: '1,234² of 50 m²' }]);
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
