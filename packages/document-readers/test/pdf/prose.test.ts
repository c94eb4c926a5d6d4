import { ServiceError } from '@pareto/contracts';
import { describe, expect, it } from 'vitest';
import { openPdf } from '../../src/pdf/pdf-pages.ts';
import { drawn, drawPdf, outline, put, putLines, readPdf, textOf } from './drawn-pdf.ts';
import { expectSound } from './invariants.ts';

const BODY = [
  'The store opens at nine and closes at eight on every working day of the year, and',
  'on Sundays from ten to two. Whoever opens signs the list at the till and counts the',
  'money that lies in it.',
];

describe('running text of PDFs', () => {
  it('is rewrapped, with a box for each line', async () => {
    const [page] = await drawn((canvas) => putLines(canvas, BODY, 72, 100));
    expect(page!.text).toBe(BODY.join(' '));
    expectSound(page!);
    const [block] = page!.blocks;
    expect(block!.lines.map((line) => textOf(page!, line))).toEqual(BODY);
    const [first, second] = block!.lines.map(({ box }) => box!);
    expect(first!.x).toBeCloseTo(72, 0);
    expect(first!.y).toBeGreaterThan(98);
    expect(first!.y + first!.height).toBeLessThan(113);
    expect(second!.y - first!.y).toBeCloseTo(12, 1);
    expect([page!.width, page!.height]).toEqual([595.28, 841.89]);
  });

  it('has paragraphs where lines stand apart', async () => {
    const [page] = await drawn((canvas) => {
      putLines(canvas, BODY, 72, 100);
      putLines(canvas, ['A second paragraph.'], 72, 150);
    });
    expect(outline(page!)).toEqual([`paragraph: ${BODY.join(' ')}`, 'paragraph: A second paragraph.']);
  });

  it('joins words that were broken, and keeps the hyphens of compounds', async () => {
    const lines = [
      'Whoever leaves the company returns the keys, the card and the com-',
      'puter, and signs the list that the human resources department, a well-',
      'known office, keeps in order to know who has what. The long- and short-',
      'term rates are told by the well-known list of the department itself.',
    ];
    const [page] = await drawn((canvas) => putLines(canvas, lines, 72, 100));
    expect(page!.text).toContain('the card and the computer, and signs');
    expect(page!.text).toContain('a well-known office');
    expectSound(page!);
    const [first, second] = page!.blocks[0]!.lines;
    expect(textOf(page!, first!)).toBe(lines[0]!.slice(0, -1));
    expect(second!.start).toBe(first!.end);
  });

  it('has headings by size, weight and number', async () => {
    const [page] = await drawn((canvas) => {
      canvas.fontSize(20);
      put(canvas, 'Employee handbook', 72, 60);
      canvas.fontSize(14);
      put(canvas, '1 Working time', 72, 100);
      canvas.fontSize(12);
      put(canvas, '1.1 Opening hours', 72, 130);
      canvas.fontSize(10);
      putLines(canvas, BODY, 72, 150);
      canvas.font('Helvetica-Bold');
      put(canvas, 'Keys and cards', 72, 200);
      canvas.font('Helvetica');
      putLines(canvas, BODY, 72, 216);
    });
    expect(outline(page!)).toEqual([
      'heading1: Employee handbook',
      'heading2: 1 Working time',
      'heading3: 1.1 Opening hours',
      `paragraph: ${BODY.join(' ')}`,
      'heading4: Keys and cards',
      `paragraph: ${BODY.join(' ')}`,
    ]);
  });

  it('has list items, each with the lines that go on in it', async () => {
    const [page] = await drawn((canvas) => {
      putLines(canvas, ['What to bring on the first day of work:'], 72, 100);
      put(canvas, '•', 72, 124);
      putLines(
        canvas,
        ['an identity card that is valid for at least three months from that day', 'on, or a passport'],
        90,
        124,
      );
      put(canvas, '•', 72, 148);
      put(canvas, 'the signed contract', 90, 148);
      put(canvas, '(a) with both signatures', 72, 160);
    });
    expect(outline(page!)).toEqual([
      'paragraph: What to bring on the first day of work:',
      'list-item: • an identity card that is valid for at least three months from that day on, or a passport',
      'list-item: • the signed contract',
      'list-item: (a) with both signatures',
    ]);
  });

  it('keeps accents, ligatures and the characters of Spanish', async () => {
    const text = 'La compañía pagó 1.200 € en dietas; ¿cuándo se revisará el límite? «Según el año».';
    const [page] = await drawn((canvas) => put(canvas, text, 72, 100));
    expect(page!.text).toBe(text);
  });

  it('drops running headers and footers, not headings that are alike', async () => {
    const pages = await drawn((canvas) => {
      for (let i = 1; i <= 5; i += 1) {
        if (i > 1) canvas.addPage();
        canvas.fontSize(8);
        put(canvas, 'Example Ltd. · Handbook 2026', 72, 30);
        put(canvas, `Page ${i} of 5`, 280, 810);
        canvas.fontSize(16);
        put(canvas, `Chapter ${i}`, 72, 70);
        canvas.fontSize(10);
        putLines(canvas, [`What stands on page ${i} only.`, ...BODY], 72, 110);
      }
    });
    expect(pages.map((page) => outline(page))).toEqual(
      pages.map(({ number }) => [
        `heading2: Chapter ${number}`,
        `paragraph: What stands on page ${number} only.`,
        `paragraph: ${BODY.join(' ')}`,
      ]),
    );
  });

  it('reads titles that say something', async () => {
    const title = async (Title: string) => {
      const document = await openPdf(await drawPdf((canvas) => put(canvas, 'x', 72, 72), { info: { Title } }));
      await document.close();
      return document.title;
    };
    expect(await title('Política de gastos')).toBe('Política de gastos');
    expect(await title('Microsoft Word - final_v3.docx')).toBe('');
  });

  it('refuses what takes a password, and what is damaged beyond repair', async () => {
    const locked = await drawPdf((canvas) => put(canvas, 'secret', 72, 72), { userPassword: 'open sesame' });
    await expect(readPdf(locked)).rejects.toMatchObject({ code: 'pdf_encrypted' });
    const damaged = new TextEncoder().encode('%PDF-1.7\nnothing of a PDF follows');
    const refusal = await openPdf(damaged).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ServiceError);
    expect(refusal).toMatchObject({ code: 'document_unreadable' });
  });

  it('reads what opens without a password, encrypted or not', async () => {
    const data = await drawPdf((canvas) => put(canvas, 'For everyone.', 72, 72), {
      ownerPassword: 'owner',
      pdfVersion: '1.7',
    });
    expect((await readPdf(data))[0]!.text).toBe('For everyone.');
  });
});
