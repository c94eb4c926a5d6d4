import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ProcessDocumentReader, type ReadingUsage } from '../src/index.ts';
import { encryptedPdf, pdfWithPages } from './documents.ts';
import { HOSTILE_PDFS } from './hostile-pdfs.ts';
import { HELLO, onePage } from './pdf-writer.ts';
import { paragraph, run, wordDocument } from './word-document.ts';

let folder: string;
const usages: ReadingUsage[] = [];
const reader = new ProcessDocumentReader({ limits: { pages: 20 }, onUsage: (usage) => usages.push(usage) });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'document-readers-'));
});
afterAll(async () => {
  await reader.close();
  await rm(folder, { recursive: true });
});

async function stored(content: string | Buffer): Promise<string> {
  const path = join(folder, crypto.randomUUID());
  await writeFile(path, content);
  return path;
}

async function textOf(path: string, name?: string): Promise<string[]> {
  return (await Array.fromAsync(reader.read(path, { name }))).map(({ text }) => text);
}

/** Ids of the processes that this one has started and that run; Linux. */
async function children(): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(ids.map((id) => readFile(`/proc/${id}/stat`, 'latin1').catch(() => '')));
  return ids.filter((_, i) => {
    const [, state, parent] = stats[i]!.slice(stats[i]!.lastIndexOf(')')).split(' ');
    return parent === String(process.pid) && state !== 'Z';
  });
}

describe('ProcessDocumentReader', { timeout: 30_000 }, () => {
  it('inspects and reads a PDF page by page', async () => {
    const path = await stored(await pdfWithPages(['First page.', 'Segunda página.']));
    expect(await reader.inspect(path)).toMatchObject({ pages: 2 });
    expect(await textOf(path)).toEqual(['First page.', 'Segunda página.']);
    const { task, pages, peakBytes } = usages.at(-1)!;
    expect({ task, pages }).toEqual({ task: 'read', pages: 2 });
    expect(peakBytes).toBeGreaterThan(20 * 2 ** 20);
  });

  it('reads every other format through the same port', async () => {
    expect(await textOf(await stored('# Uno\n\n*dos*'), 'a.md')).toEqual(['Uno\n\ndos']);
    expect(await textOf(await stored('# Uno\n\n*dos*'))).toEqual(['# Uno\n\n*dos*']);
    expect(await textOf(await stored('<!doctype html><h1>Uno</h1>dos'))).toEqual(['Uno\n\ndos']);
    expect(await textOf(await stored(wordDocument(paragraph(run('uno')))))).toEqual(['uno']);
  });

  it.each([
    ['document_type_unsupported', 'recipe.pdf', async () => Buffer.from('potato salad')],
    ['pdf_encrypted', 'a.pdf', encryptedPdf],
    ['pdf_no_text', 'a.pdf', async () => onePage('')],
    ['pdf_no_text', 'a.txt', async () => Buffer.from(' \n')],
    ['pages_too_many', 'a.pdf', async () => pdfWithPages(Array.from({ length: 21 }, (_, i) => `${i}`))],
    ['pages_too_many', 'a.txt', async () => Buffer.from('page\f'.repeat(21))],
  ])('refuses with %s', async (code, name, make) => {
    await expect(textOf(await stored(await make()), name)).rejects.toMatchObject({ code });
  });

  it('lets the failure of a file that is not there through', async () => {
    await expect(reader.inspect(join(folder, 'none'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('ends with its caller', async () => {
    const path = await stored(HOSTILE_PDFS['forms within forms, doubled 40 times']!());
    const gone = new AbortController();
    const reading = Array.fromAsync(reader.read(path, { signal: gone.signal }));
    setTimeout(() => gone.abort(new Error('the caller left')), 300);
    await expect(reading).rejects.toThrow('the caller left');
    await expect(reader.inspect(path, { signal: gone.signal })).rejects.toThrow('the caller left');
  });

  it('stops where nobody asks for the next page', async () => {
    const path = await stored(await pdfWithPages(['a', 'b', 'c']));
    for await (const page of reader.read(path)) {
      expect(page.number).toBe(1);
      break;
    }
    expect(usages.at(-1)).toMatchObject({ task: 'read', pages: 1 });
  });

  it('counts no time in which nobody waits for a page', async () => {
    const path = await stored(await pdfWithPages(['a', 'b', 'c']));
    const start = performance.now();
    let pausedMs = 0;
    for await (const _ of reader.read(path)) {
      const pause = performance.now();
      await new Promise((resolve) => setTimeout(resolve, 200));
      pausedMs += performance.now() - pause;
    }
    expect(usages.at(-1)!.waitedMs).toBeLessThanOrEqual(performance.now() - start - pausedMs);
  });

  it('reads many documents at once', async () => {
    const paths = await Promise.all(['a', 'b', 'c', 'd'].map((text) => stored(onePage(HELLO.replace('Hello', text)))));
    expect(await Promise.all(paths.map((path) => textOf(path)))).toEqual([['a'], ['b'], ['c'], ['d']]);
  });

  it.skipIf(process.platform !== 'linux')('leaves no process behind', async () => {
    const path = await stored(HOSTILE_PDFS['forms within forms, doubled 40 times']!());
    const before = new Set(await children());
    const started = async () => (await children()).filter((id) => !before.has(id));
    const other = new ProcessDocumentReader();
    const gone = new AbortController();
    const reading = Array.fromAsync(other.read(path, { signal: gone.signal }));
    const ended = expect(reading).rejects.toMatchObject({ name: 'AbortError' });
    while ((await started()).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    gone.abort();
    await ended;
    await other.close();
    expect(await started()).toEqual([]);
  });

  it('reads with code that was compiled before, and closes while it is being compiled', async () => {
    const codeFolder = join(folder, 'code');
    const path = await stored(onePage(HELLO));
    const texts = [];
    for (let i = 0; i < 2; i += 1) {
      await using other = new ProcessDocumentReader({ codeFolder });
      for await (const page of other.read(path)) texts.push(page.text);
      await vi.waitFor(async () => expect(await readdir(codeFolder)).toHaveLength(1), 10_000);
      for await (const page of other.read(path)) texts.push(page.text);
    }
    expect(new Set(texts)).toEqual(new Set(['Hello']));
  });

  it('blames no document when it is closed', async () => {
    const closing = new ProcessDocumentReader();
    const reading = Array.fromAsync(closing.read(await stored(HOSTILE_PDFS['twenty million operators']!())));
    setTimeout(() => closing.close(), 300);
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  });
});
