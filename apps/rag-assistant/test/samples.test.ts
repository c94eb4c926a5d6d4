import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProcessDocumentReader } from '@pareto/document-readers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleCases } from '../evals/sample-set.ts';
import { SAMPLE_DOCUMENTS } from '../src/samples/index.ts';

const questions = sampleCases();

describe('the sample company', () => {
  let folder: string;
  /** Words of every page without what parts them, by document and page from 1. */
  const pages = new Map<string, string[]>();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'samples-'));
    await using reader = new ProcessDocumentReader();
    for (const { name, write } of SAMPLE_DOCUMENTS) {
      const path = join(folder, name);
      await writeFile(path, await write());
      const texts = [''];
      for await (const { number, text } of reader.read(path, { name })) texts[number] = squeezed(text);
      pages.set(name, texts);
    }
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true }));

  it.each(SAMPLE_DOCUMENTS.map(({ name, write }) => [name, write] as const))(
    '%s is set in the same bytes each time',
    async (_, write) => {
      const [first, second] = [digest(await write()), digest(await write())];
      expect(first).toBe(second);
    },
  );

  it('has text on every page', () => {
    const empty = [...pages].flatMap(([name, texts]) =>
      texts.flatMap((text, page) => (page > 0 && text.length < 20 ? [`${name} ${page}`] : [])),
    );
    expect(empty).toEqual([]);
  });

  it('has the evidence of every answer on its gold page', () => {
    const missing = questions.flatMap(({ id, gold }) =>
      gold
        .filter(({ document, page, evidence }) => !pages.get(document)?.[page]?.includes(squeezed(evidence)))
        .map(({ document, page }) => `${id}: ${document}, page ${page}`),
    );
    expect(missing).toEqual([]);
  });
});

describe('the questions about it', () => {
  it('have ids of their own', () => {
    expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length);
  });

  it('have an answer and gold pages exactly where they can be answered', () => {
    const odd = questions.filter(
      ({ answerable, answer, gold }) => answerable !== gold.length > 0 || answerable !== (answer !== ''),
    );
    expect(odd.map(({ id }) => id)).toEqual([]);
  });
});

/** Readers part words and cells in their own ways. */
function squeezed(text: string): string {
  return text.replace(/[\s|]+/g, '');
}

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
