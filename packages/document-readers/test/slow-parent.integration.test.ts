import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { ProcessDocumentReader } from '../src/index.ts';

it('loses no page to a parent that takes its time', { timeout: 20_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pareto-slow-'));
  const file = join(folder, 'long.txt');
  // The last pages are in the pipe when the child is done.
  writeFileSync(file, Array.from({ length: 300 }, (_, i) => `This is sheet ${i + 1} of them.`).join('\f'));
  await using reader = new ProcessDocumentReader();
  const texts: string[] = [];
  for await (const { text } of reader.read(file, { name: 'long.txt' })) {
    texts.push(text);
    if (texts.length === 1) await sleep(500);
  }
  expect(texts).toHaveLength(300);
  expect(texts.at(-1)).toBe('This is sheet 300 of them.');
  rmSync(folder, { recursive: true });
});
