import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProcessDocumentReader, Tesseract } from '../src/index.ts';
import { scannedPdf } from './documents.ts';

const SCAN = join(import.meta.dirname, 'fixtures/scan.png');
const ocr = await Tesseract.find({ command: 'tesseract', languages: ['eng'] });

describe.skipIf(!ocr)('scanned pages (needs tesseract)', { timeout: 60_000 }, () => {
  let folder: string;
  let path: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ocr-'));
    path = join(folder, 'scan.pdf');
    await writeFile(path, await scannedPdf(SCAN, [420, 300]));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('are read with their lines, boxes and tables, between pages that have text', async () => {
    await using reader = new ProcessDocumentReader({ ocr });
    const pages = await Array.fromAsync(reader.read(path));
    expect(pages.map(({ number }) => number)).toEqual([1, 2]);
    expect(pages[0]!.text).toBe('A page with text.');
    const { text, blocks, width, height } = pages[1]!;
    expect({ width, height }).toEqual({ width: 420, height: 300 });
    expect(text).toContain('Travel expenses');
    expect(text).toContain('booked through the travel desk');
    const table = blocks.find(({ kind }) => kind === 'table')!;
    const rows = table.rows!.map(({ label, cells }) => [
      label,
      ...cells.map(({ start, end }) => text.slice(start, end)),
    ]);
    expect(rows.map((row) => row.join(' '))).toEqual(expect.arrayContaining([expect.stringMatching(/Lisbon.*95.*40/)]));
    const title = blocks[0]!.lines[0]!.box!;
    expect(title.x).toBeCloseTo(36, -1);
    expect(title.y).toBeLessThan(60);
  });

  it('end with their caller', async () => {
    await using reader = new ProcessDocumentReader({ ocr });
    const gone = new AbortController();
    const reading = async () => {
      for await (const { number } of reader.read(path, { signal: gone.signal })) if (number === 1) gone.abort();
    };
    await expect(reading()).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('take no longer than allowed', async () => {
    const hasty = await Tesseract.find({ command: 'tesseract', languages: ['eng'], pageMs: 1 });
    await using reader = new ProcessDocumentReader({ ocr: hasty });
    await expect(Array.fromAsync(reader.read(path))).rejects.toMatchObject({ code: 'document_too_complex' });
  });
});

describe('Tesseract.find', () => {
  it('finds nothing where the program or a language is missing', async () => {
    expect(await Tesseract.find({ command: 'no-such-program', languages: ['eng'] })).toBeUndefined();
    expect(await Tesseract.find({ command: 'tesseract', languages: ['xxx'] })).toBeUndefined();
  });
});
