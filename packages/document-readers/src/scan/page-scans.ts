import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getDocument, OPS, type PDFDocumentProxy, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { PageScan } from '../open-document.ts';
import { type DecodedImage, greyPicture, stencil } from './decoded-picture.ts';
import { compose, type GreyPicture, type Matrix, Raster, type Stencil } from './raster.ts';

const PDFJS = join(dirname(fileURLToPath(import.meta.resolve('pdfjs-dist/legacy/build/pdf.mjs'))), '../..');

/** Resolution at which recognition works best, and beyond which it only takes longer. */
const MAX_DPI = 300;
const MIN_DPI = 100;
/** A3 at 300 dots per inch and some more; larger pages are drawn coarser. */
const MAX_PAGE_PIXELS = 20e6;
/** A4 in colour at 600 dots per inch; larger pictures are left out. */
const MAX_IMAGE_PIXELS = 36e6;
/** A picture that covers less of its page is an illustration. */
const LEAST_COVER = 0.4;

interface Placed {
  readonly picture: GreyPicture | Stencil;
  /** From the unit square to points, y downwards. */
  readonly matrix: Matrix;
}

/** Draws the pictures of pages that hold no text. Text and lines are not drawn: there is nothing of them to recognise. */
export class PageScans {
  readonly #pdf: PDFDocumentProxy;

  private constructor(pdf: PDFDocumentProxy) {
    this.#pdf = pdf;
  }

  static async open(data: Uint8Array): Promise<PageScans> {
    const task = getDocument({
      data,
      verbosity: 0,
      maxImageSize: MAX_IMAGE_PIXELS,
      disableFontFace: true,
      useSystemFonts: false,
      isOffscreenCanvasSupported: false,
      isImageDecoderSupported: false,
      useWorkerFetch: false,
      wasmUrl: `${join(PDFJS, 'wasm')}/`,
    });
    return new PageScans(await task.promise);
  }

  /** Undefined where pictures cover too little of the page to be its text. */
  async page(number: number): Promise<PageScan | undefined> {
    const page = await this.#pdf.getPage(number);
    try {
      const { width, height, transform } = page.getViewport({ scale: 1 });
      const placed = await pictures(page, transform as unknown as Matrix);
      const covered = placed.reduce((sum, { matrix: [a, b, c, d] }) => sum + Math.abs(a * d - b * c), 0);
      if (covered < LEAST_COVER * width * height) return undefined;
      const largest = Math.sqrt(MAX_PAGE_PIXELS / (width * height)) * 72;
      const dpi = Math.floor(Math.min(largest, MAX_DPI, Math.max(MIN_DPI, ...placed.map(resolution))));
      const scale = dpi / 72;
      const raster = new Raster(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
      for (const { picture, matrix } of placed) raster.draw(picture, compose([scale, 0, 0, scale, 0, 0], matrix));
      return { width: raster.width, height: raster.height, pixels: raster.pixels, dpi };
    } finally {
      page.cleanup();
    }
  }
}

/** Dots per inch of a picture on its page. */
function resolution({ picture, matrix: [a, b, c, d] }: Placed): number {
  return 72 * Math.sqrt((picture.width * picture.height) / Math.abs(a * d - b * c));
}

async function pictures(page: PDFPageProxy, viewport: Matrix): Promise<Placed[]> {
  const { fnArray, argsArray } = await page.getOperatorList();
  const placed: Placed[] = [];
  const stack: Matrix[] = [];
  let matrix = viewport;
  for (let i = 0; i < fnArray.length; i += 1) {
    const args = argsArray[i] ?? [];
    switch (fnArray[i]) {
      case OPS.save:
      case OPS.beginGroup:
        stack.push(matrix);
        break;
      case OPS.paintFormXObjectBegin:
        stack.push(matrix);
        if (args[0]) matrix = compose(matrix, Array.from(args[0]) as unknown as Matrix);
        break;
      case OPS.restore:
      case OPS.endGroup:
      case OPS.paintFormXObjectEnd:
        matrix = stack.pop() ?? matrix;
        break;
      case OPS.transform:
        matrix = compose(matrix, Array.from(args) as unknown as Matrix);
        break;
      case OPS.paintImageXObject:
      case OPS.paintInlineImageXObject:
      case OPS.paintImageMaskXObject: {
        const image = await decoded(page, args[0]);
        const picture = image && (fnArray[i] === OPS.paintImageMaskXObject ? stencil(image) : greyPicture(image));
        if (picture) placed.push({ picture, matrix });
      }
    }
  }
  return placed;
}

/** An image by its name, or as it stands among the operators. */
async function decoded(page: PDFPageProxy, image: unknown): Promise<DecodedImage | undefined> {
  const named = typeof image === 'string' ? image : (image as { data?: unknown } | null)?.data;
  if (typeof named !== 'string') return (image as DecodedImage | null) ?? undefined;
  const objects = named.startsWith('g_') ? page.commonObjs : page.objs;
  const found = await new Promise<DecodedImage | null>((resolve) => objects.get(named, resolve));
  return found?.data ? found : undefined;
}
