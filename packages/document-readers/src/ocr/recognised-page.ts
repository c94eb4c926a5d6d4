import type { DocumentPage } from '@pareto/contracts';
import type { PageScan } from '../open-document.ts';
import { PLAIN_FONT } from '../pdf/font-style.ts';
import type { GlyphRun, PageContent } from '../pdf/glyph-run.ts';
import { layOutPages } from '../pdf/read-pages.ts';

/** Rows of tesseract's TSV: a line of text, a word in it. */
const LINE_LEVEL = '4';
const WORD_LEVEL = '5';
/** Of 100; below it, pictures and stains are taken for letters. */
const MIN_CONFIDENCE = 30;
/** Of the height of a line: from its top to the baseline, and the em of its font. */
const BASELINE_SHARE = 0.8;
const EM_SHARE = 0.95;

/**
 * The page of words that were recognised, laid out as if they had been drawn. `tsv` is tesseract's, in the pixels of the
 * scan.
 */
export async function recognisedPage(
  number: number,
  tsv: string,
  scan: Omit<PageScan, 'pixels'>,
): Promise<DocumentPage> {
  const points = 72 / scan.dpi;
  const size = { width: scan.width * points, height: scan.height * points };
  const content: PageContent = { ...size, runs: [...words(tsv, points)], fills: [], images: [] };
  const [page] = await Array.fromAsync(layOutPages(only(content)));
  return { ...page!, number };
}

async function* only<T>(value: T): AsyncGenerator<T> {
  yield value;
}

function* words(tsv: string, points: number): Generator<GlyphRun> {
  let baseline = 0;
  let size = 0;
  let order = 0;
  for (const row of tsv.split('\n')) {
    const [level, , , , , , left, top, width, height, confidence, text = ''] = row.trimEnd().split('\t');
    if (level === LINE_LEVEL) {
      baseline = (Number(top) + Number(height) * BASELINE_SHARE) * points;
      size = Number(height) * EM_SHARE * points;
    } else if (level === WORD_LEVEL && text.trim() !== '' && Number(confidence) >= MIN_CONFIDENCE) {
      const x = Number(left) * points;
      const place = { x, end: x + Number(width) * points, y: baseline, size, turn: 0, order };
      const looks = { font: PLAIN_FONT, colour: '#000000', isInvisible: false };
      yield { text, ...place, ...looks, hasSpaceAfter: true };
      order += 1;
    }
  }
}
