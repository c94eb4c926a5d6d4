import type { DocumentPage } from '@pareto/contracts';
import { ServiceError } from '@pareto/contracts/service-error';
import { ContentInterpreter } from './content-interpreter.ts';
import type { PageContent } from './glyph-run.ts';
import { pageMatrix } from './matrix.ts';
import { PdfEngine } from './pdf-engine.ts';
import { layOutPages } from './read-pages.ts';
import { titleOf } from './title.ts';

export interface PdfDocument {
  readonly pages: number;
  /** As the file itself says; may be empty. */
  readonly title: string;
  /** Every page in order; may be called once. */
  read(): AsyncGenerator<DocumentPage>;
  close(): Promise<void>;
}

/** @throws ServiceError `pdf_encrypted` when it takes a password, `document_unreadable`, also from `read`. */
export async function openPdf(data: Uint8Array): Promise<PdfDocument> {
  const { engine, pages } = await PdfEngine.open(data);
  const title = titleOf(await engine.title().catch(() => ''));
  return {
    pages,
    title,
    read: () => layOutPages(readContents(engine, pages)),
    close: () => engine.close(),
  };
}

/** A page that cannot be read is empty, unless none can. */
async function* readContents(engine: PdfEngine, pages: number): AsyncGenerator<PageContent> {
  let damaged = 0;
  for (let index = 0; index < pages; index += 1) {
    const content = await readContent(engine, index).catch(() => undefined);
    if (content === undefined) damaged += 1;
    yield content ?? { width: 0, height: 0, runs: [], fills: [], images: [] };
  }
  if (damaged > 0 && damaged === pages) throw new ServiceError('document_unreadable', 'No page can be read.');
}

async function readContent(engine: PdfEngine, index: number): Promise<PageContent> {
  const { view, rotate, userUnit } = await engine.geometry(index);
  const [left = 0, bottom = 0, right = 0, top = 0] = view;
  const interpreter = new ContentInterpreter(pageMatrix(view, rotate, userUnit), engine.fonts);
  await engine.operators(index, (chunk) => interpreter.consume(chunk));
  const [width, height] = [(right - left) * userUnit, (top - bottom) * userUnit];
  return rotate % 180 === 0 ? interpreter.content(width, height) : interpreter.content(height, width);
}
