import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ServiceError } from '@pareto/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, ProcessDocumentReader } from '../src/index.ts';

const ARCHIVE = join(import.meta.dirname, '../../../../shared/data/pdf/malformed.tar.xz');
const AT_ONCE = 2;

describe.skipIf(!existsSync(ARCHIVE))('200 malformed PDFs of other projects (needs the shared data)', () => {
  let folder: string;
  let peakBytes = 0;
  const reader = new ProcessDocumentReader({
    onUsage: (usage) => {
      peakBytes = Math.max(peakBytes, usage.peakBytes);
    },
  });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'malformed-pdfs-'));
    await promisify(execFile)('tar', ['-xJf', ARCHIVE, '-C', folder]);
  });
  afterAll(async () => {
    await reader.close();
    await rm(folder, { recursive: true });
  });

  async function outcomeOf(path: string): Promise<string> {
    try {
      await Array.fromAsync(reader.read(path, { name: path }));
      return 'read';
    } catch (error) {
      return error instanceof ServiceError ? error.code : String(error);
    }
  }

  it('are read or refused, each by a code of the port', { timeout: 300_000 }, async () => {
    const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.pdf'));
    expect(files).toHaveLength(200);
    const outcomes = new Map<string, number>();
    const work = async () => {
      for (let file = files.pop(); file; file = files.pop()) {
        const outcome = await outcomeOf(join(folder, file));
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    const codes = ['read', 'pdf_encrypted', 'pdf_no_text', 'document_unreadable', 'document_type_unsupported'];
    expect([...outcomes.keys()].filter((outcome) => !codes.includes(outcome))).toEqual([]);
    expect(outcomes.get('read')).toBeGreaterThan(140);
    expect(outcomes.get('pdf_encrypted')).toBe(9);
    expect(peakBytes).toBeLessThanOrEqual(DEFAULT_LIMITS.memoryBytes);
  });
});
