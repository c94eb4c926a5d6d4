import { describe, expect, it } from 'vitest';
import { PageScans } from '../src/scan/page-scans.ts';
import { compose, Raster } from '../src/scan/raster.ts';
import { HELLO, onePage, stream } from './pdf-writer.ts';

/** A page of 100 × 50 points, all of which a picture of 4 × 2 pixels fills. */
function pictured(entries: string, data: readonly number[], page = ''): Uint8Array {
  const resources = '/Resources << /Font << /F1 5 0 R >> /XObject << /I 6 0 R >> >>';
  const image = stream(
    Buffer.from(data),
    `/Type /XObject /Subtype /Image /Width 4 /Height 2 /BitsPerComponent 8 ${entries}`,
  );
  return new Uint8Array(
    onePage('q 100 0 0 50 0 0 cm /I Do Q', { 6: image }, `/MediaBox [0 0 100 50] ${resources} ${page}`),
  );
}

/** Pixels in the middle of a grid of as many columns and rows. */
async function sampled(pdf: Uint8Array, columns: number, rows: number): Promise<number[][]> {
  const scan = await (await PageScans.open(pdf)).page(1);
  const at = (share: number, size: number) => Math.floor(share * size);
  return Array.from({ length: rows }, (_, y) =>
    Array.from(
      { length: columns },
      (_, x) => scan!.pixels[at((y + 0.5) / rows, scan!.height) * scan!.width + at((x + 0.5) / columns, scan!.width)]!,
    ),
  );
}

const GREY = [0, 50, 100, 150, 255, 200, 250, 10];

describe('PageScans', () => {
  it('draws grey, coloured and one-bit pictures from the top left', async () => {
    const rows = [
      [0, 50, 100, 150],
      [255, 200, 250, 10],
    ];
    expect(await sampled(pictured('/ColorSpace /DeviceGray', GREY), 4, 2)).toEqual(rows);
    const rgb = GREY.flatMap((grey) => [grey, grey, grey]);
    expect(await sampled(pictured('/ColorSpace /DeviceRGB', rgb), 4, 2)).toEqual(rows);
    const bits = pictured('/ColorSpace /DeviceGray /BitsPerComponent 1', [0b01010000, 0b11000000]);
    expect(await sampled(bits, 4, 2)).toEqual([
      [0, 255, 0, 255],
      [255, 255, 0, 0],
    ]);
  });

  it('draws masks in black where their bits are not set', async () => {
    const mask = pictured('/ImageMask true /BitsPerComponent 1', [0b01010000, 0b11000000]);
    expect(await sampled(mask, 4, 2)).toEqual([
      [0, 255, 0, 255],
      [255, 255, 0, 0],
    ]);
  });

  it('turns with the page', async () => {
    expect(await sampled(pictured('/ColorSpace /DeviceGray', GREY, '/Rotate 90'), 2, 4)).toEqual([
      [255, 0],
      [200, 50],
      [250, 100],
      [10, 150],
    ]);
  });

  it('takes no illustration for a page', async () => {
    const resources = '/Resources << /Font << /F1 5 0 R >> /XObject << /I 6 0 R >> >>';
    const image = stream(
      Buffer.from([0]),
      '/Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray',
    );
    const pdf = onePage(`q 30 0 0 30 0 0 cm /I Do Q ${HELLO}`, { 6: image }, `/MediaBox [0 0 100 50] ${resources}`);
    expect(await (await PageScans.open(new Uint8Array(pdf))).page(1)).toBeUndefined();
  });
});

describe('Raster', () => {
  it('averages pictures that are finer than it', () => {
    const raster = new Raster(2, 1);
    const picture = { width: 4, height: 2, pixels: Uint8Array.of(0, 255, 255, 255, 0, 255, 255, 255) };
    raster.draw(picture, [2, 0, 0, -1, 0, 1]);
    expect([...raster.pixels]).toEqual([127, 255]);
  });

  it('draws nothing that has no size, and nothing beyond its edges', () => {
    const raster = new Raster(2, 2);
    const black = { width: 1, height: 1, pixels: Uint8Array.of(0) };
    raster.draw(black, [0, 0, 0, 0, 1, 1]);
    raster.draw(black, [Number.NaN, 0, 0, 1, 0, 0]);
    expect([...raster.pixels]).toEqual([255, 255, 255, 255]);
    raster.draw(black, [1e6, 0, 0, 1e6, -5e5, -5e5]);
    expect([...raster.pixels]).toEqual([0, 0, 0, 0]);
  });

  it('composes matrices from the inside out', () => {
    expect(compose([2, 0, 0, 2, 0, 0], [1, 0, 0, 1, 3, 4])).toEqual([2, 0, 0, 2, 6, 8]);
  });
});
