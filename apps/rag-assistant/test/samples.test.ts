import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProcessDocumentReader } from '@pareto/document-readers';
import PDFDocument from 'pdfkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleCases } from '../evals/sample-set.ts';
import { SAMPLE_DOCUMENTS } from '../src/samples/index.ts';
import type { Manuscript } from '../src/samples/typesetting/blocks.ts';
import { fontsOf } from '../src/samples/typesetting/fonts.ts';
import { setPages } from '../src/samples/typesetting/pages.ts';

const questions = sampleCases();

describe('the sample company', () => {
  let folder: string;
  /** By document and page from 1. */
  const pages = new Map<string, string[]>();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'samples-'));
    await using reader = new ProcessDocumentReader();
    for (const { name, write } of SAMPLE_DOCUMENTS) {
      const path = join(folder, name);
      await writeFile(path, await write());
      const texts = [''];
      for await (const { number, text } of reader.read(path, { name })) texts[number] = text;
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

  it('has the evidence of every answer on its gold page, as it was set', () => {
    const set = new Map(SAMPLE_DOCUMENTS.map(({ name, manuscript }) => [name, setTexts(manuscript())]));
    const missing = questions.flatMap(({ id, gold }) =>
      gold
        .filter(({ document, page, evidence }) => !set.get(document)?.[page - 1]?.includes(evidence))
        .map(({ document, page }) => `${id}: ${document}, page ${page}`),
    );
    expect(missing).toEqual([]);
  });

  it('has the words of the evidence on its gold page, as it is read', () => {
    const missing = questions.flatMap(({ id, gold }) =>
      gold.flatMap(({ document, page, evidence }) =>
        evidence
          .split(/[\s$]+/)
          .filter((word) => !pages.get(document)?.[page]?.includes(word))
          .map((word) => `${id}: ${document}, page ${page}: ${word}`),
      ),
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

/** Text of every page in the order in which it is drawn. */
function setTexts(manuscript: Manuscript): string[] {
  const fonts = fontsOf(new PDFDocument({ autoFirstPage: false }), manuscript.style.family);
  return setPages(manuscript, fonts).pages.map((marks) =>
    marks.flatMap((mark) => (mark.kind === 'text' && mark.text !== '' ? [mark.text] : [])).join(' '),
  );
}

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
