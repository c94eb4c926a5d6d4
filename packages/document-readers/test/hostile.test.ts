import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServiceError } from '@pareto/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, ProcessDocumentReader, type ReadingUsage } from '../src/index.ts';
import { HOSTILE_DOCUMENTS } from './hostile-documents.ts';
import { HOSTILE_PDFS } from './hostile-pdfs.ts';

/** What the watchdog may be late by when the machine is busy. */
const LATE_MS = 1_000;
/** Those that no reader can get through: it is the watchdog that ends them. */
const BEYOND_LIMITS = /inflates to|million operators|million pieces|doubled 40|font of 1 GiB|300 MiB/;

let folder: string;
let usage: ReadingUsage | undefined;
const reader = new ProcessDocumentReader({
  onUsage: (latest) => {
    usage = latest;
  },
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hostile-pdfs-'));
});
afterAll(async () => {
  await reader.close();
  await rm(folder, { recursive: true });
});

/** `read`, or the code of the failure. */
async function outcomeOf(path: string, name: string): Promise<string> {
  try {
    for await (const page of reader.read(path, { name })) expect(page.text.length).toBeLessThan(2e7);
    return 'read';
  } catch (error) {
    if (error instanceof ServiceError && /^un(processable|supported)$/.test(error.kind)) return error.code;
    throw error;
  }
}

async function expectWithinLimits(kind: string, name: string, content: Buffer): Promise<void> {
  const path = join(folder, 'report');
  await writeFile(path, content);
  const outcome = await outcomeOf(path, name);
  if (BEYOND_LIMITS.test(kind)) expect(outcome).toBe('document_too_complex');
  expect(usage!.peakBytes).toBeLessThanOrEqual(DEFAULT_LIMITS.memoryBytes);
  expect(usage!.waitedMs).toBeLessThanOrEqual(DEFAULT_LIMITS.pageMs + LATE_MS);
}

describe('hostile PDFs are refused or read within the limits', { timeout: 60_000 }, () => {
  it.each(Object.keys(HOSTILE_PDFS))('%s', (kind) => expectWithinLimits(kind, 'report.pdf', HOSTILE_PDFS[kind]!()));
});

describe('hostile documents of other formats are refused or read within the limits', { timeout: 60_000 }, () => {
  it.each(Object.keys(HOSTILE_DOCUMENTS))('%s', (kind) => expectWithinLimits(kind, ...HOSTILE_DOCUMENTS[kind]!()));
});
