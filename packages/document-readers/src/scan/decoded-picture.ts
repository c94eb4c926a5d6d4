import { ImageKind } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { GreyPicture, Stencil } from './raster.ts';

/** What pdf.js decodes an image to. Rows of one bit per pixel are padded to bytes. */
export interface DecodedImage {
  readonly width: number;
  readonly height: number;
  readonly kind?: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** Undefined where the data is shorter than the picture. */
export function greyPicture({ width, height, kind, data }: DecodedImage): GreyPicture | undefined {
  const size = width * height;
  if (kind === ImageKind.GRAYSCALE_1BPP) return bits(width, height, data);
  const channels = kind === ImageKind.RGBA_32BPP ? 4 : 3;
  if (data.length < size * channels) return undefined;
  const pixels = new Uint8Array(size);
  for (let i = 0, at = 0; i < size; i += 1, at += channels) {
    // ITU-R BT.601, in 256ths.
    const grey = (77 * data[at]! + 150 * data[at + 1]! + 29 * data[at + 2]!) >> 8;
    pixels[i] = channels === 4 ? 255 - ((255 - grey) * data[at + 3]!) / 255 : grey;
  }
  return { width, height, pixels };
}

/** An image mask: bits that are not set are drawn, in black. */
export function stencil({ width, height, data }: DecodedImage): Stencil | undefined {
  const picture = bits(width, height, data);
  return picture && { ...picture, isStencil: true };
}

function bits(width: number, height: number, data: Uint8Array | Uint8ClampedArray): GreyPicture | undefined {
  const rowBytes = (width + 7) >> 3;
  if (data.length < rowBytes * height) return undefined;
  const pixels = new Uint8Array(width * height);
  for (let y = 0, i = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, i += 1) {
      pixels[i] = (data[y * rowBytes + (x >> 3)]! >> (7 - (x & 7))) & 1 ? 255 : 0;
    }
  }
  return { width, height, pixels };
}
