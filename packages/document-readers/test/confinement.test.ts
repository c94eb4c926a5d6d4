import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { type CodeCache, fillCodeCache } from '../src/process/code-cache.ts';
import { type ConfinedChild, startConfinedChild } from '../src/process/confined-child.ts';
import { residentBytes } from '../src/process/process-usage.ts';
import { supervised } from '../src/process/supervised.ts';
import { Watchdog } from '../src/process/watchdog.ts';
import { HOSTILE_PDFS } from './hostile-pdfs.ts';

const LIMITS = { memoryBytes: 512 * 2 ** 20, cpuSeconds: 20, totalMs: 10_000 };
const children: ConfinedChild[] = [];

function probe(name: string, cache?: CodeCache): ConfinedChild {
  const child = startConfinedChild(LIMITS, { program: join(import.meta.dirname, 'probes', `${name}.ts`), cache });
  children.push(child);
  child.stdin.on('error', () => {});
  return child;
}

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

describe('a confined child', { timeout: 30_000 }, () => {
  it('has no environment, reads only code, and can neither write nor start anything', async () => {
    const attempts = JSON.parse(await text(probe('confinement').stdout));
    expect(attempts).toEqual({
      environment: [],
      readsPasswords: 'ERR_ACCESS_DENIED',
      readsItsParent: 'ERR_ACCESS_DENIED',
      listsTheRoot: 'ERR_ACCESS_DENIED',
      writesTemporaryFiles: 'ERR_ACCESS_DENIED',
      writesItsOwnCode: 'ERR_ACCESS_DENIED',
      startsPrograms: 'ERR_ACCESS_DENIED',
      startsThreads: 'ERR_ACCESS_DENIED',
      makesCode: 'EvalError',
      loadsNativeCode: 'ERR_DLOPEN_DISABLED',
    });
  });

  it('ends by itself when its parent asks for nothing', async () => {
    const child = startConfinedChild(LIMITS);
    children.push(child);
    child.stdin.end();
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
  });
});

describe.skipIf(process.platform === 'win32')('a child that finds its code compiled', { timeout: 30_000 }, () => {
  it('starts from a folder that it can write nothing to', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'pareto-code-'));
    try {
      const start = (cache: CodeCache) => startConfinedChild(LIMITS, { cache });
      expect(await fillCodeCache(folder, start)).toBe(true);
      // Node itself leaves empty files where the kernel refuses what it would write.
      const files = async () => {
        const found = await readdir(folder, { recursive: true, withFileTypes: true });
        const paths = found.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
        const stats = await Promise.all(paths.sort().map(async (path) => ({ path, size: (await stat(path)).size })));
        return stats.filter(({ size }) => size > 0);
      };
      const filled = await files();
      expect(filled.length).toBeGreaterThan(50);

      const child = start({ folder, mayFill: false });
      children.push(child);
      child.stdin.end('{"task":"read","name":"a.md","maxPages":9,"scans":false}\n# Uno');
      expect(await text(child.stdout)).toContain('"type":"end"');

      const attempts = JSON.parse(await text(probe('code-cache', { folder, mayFill: false }).stdout));
      expect(attempts).toEqual({
        environment: [],
        writesBefore: 'EFBIG',
        writesAfter: 'ERR_ACCESS_DENIED',
        removesAfter: 'ERR_ACCESS_DENIED',
        writesElsewhere: 'ERR_ACCESS_DENIED',
        readsPasswords: 'ERR_ACCESS_DENIED',
      });
      expect(await files()).toEqual(filled);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe.skipIf(process.platform === 'win32')('a child that nobody watches', { timeout: 30_000 }, () => {
  it('is ended by the kernel when it has computed for too long', async () => {
    const child = startConfinedChild({ ...LIMITS, cpuSeconds: 1 });
    children.push(child);
    child.stdout.resume();
    child.stdin.write('{"task":"read","name":"","maxPages":9,"scans":false}\n');
    child.stdin.end(HOSTILE_PDFS['forms within forms, doubled 40 times']!());
    const [, signal] = await once(child, 'exit');
    expect(['SIGXCPU', 'SIGKILL']).toContain(signal);
  });
});

describe('what a child sends', { timeout: 30_000 }, () => {
  it('waits for whoever reads it: a flood of pages stays in the child', async () => {
    const child = probe('page-flood');
    using watchdog = new Watchdog(child, LIMITS);
    const answers = supervised(child, watchdog, { pages: 1_000_000, openMs: 5_000, pageMs: 5_000 });
    for (let i = 0; i < 1_000; i += 1) await answers.next();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(child.stdout.readableLength).toBeLessThan(1_000_000);
    expect(await residentBytes(child.pid)).toBeLessThan(200 * 2 ** 20);
    await answers.return(undefined);
  });

  it('ends where more pages are announced than allowed', async () => {
    const child = probe('page-flood');
    using watchdog = new Watchdog(child, LIMITS);
    const answers = supervised(child, watchdog, { pages: 999_999, openMs: 5_000, pageMs: 5_000 });
    await expect(answers.next()).rejects.toMatchObject({ code: 'pages_too_many' });
  });

  it('is no verdict on the document when it is nothing', async () => {
    const child = probe('early-death');
    using watchdog = new Watchdog(child, LIMITS);
    const answers = supervised(child, watchdog, { pages: 1, openMs: 5_000, pageMs: 5_000 });
    await expect(answers.next()).rejects.toThrow('does not start');
  });

  it('is cut off where a line does not end', async () => {
    const child = probe('endless-line');
    using watchdog = new Watchdog(child, LIMITS);
    const answers = supervised(child, watchdog, { pages: 1, openMs: 5_000, pageMs: 5_000 });
    await expect(answers.next()).rejects.toMatchObject({ code: 'document_unreadable' });
  });
});
