/** A PDF matrix: x′ = ax + cy + e, y′ = bx + dy + f. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** The matrix that applies `inner`, then `outer`. */
export function compose(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer;
  const [p, q, r, s, t, u] = inner;
  return [a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f];
}

/** A picture in grey, a byte for each pixel, rows from the top: 0 is black. */
export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** A picture of which only the dark pixels are drawn. */
export interface Stencil extends GreyPicture {
  readonly isStencil: true;
}

/** More samples than 3 × 3 for a pixel change nothing that recognition sees. */
const MAX_SAMPLES = 3;

/** A white page onto which pictures are drawn. */
export class Raster implements GreyPicture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.pixels = new Uint8Array(width * height).fill(255);
  }

  /** Draws a picture into the unit square of `matrix`, which maps to pixels; larger pictures are averaged. */
  draw(picture: GreyPicture | Stencil, matrix: Matrix): void {
    const [a, b, c, d, e, f] = matrix;
    const determinant = a * d - b * c;
    if (!Number.isFinite(determinant) || Math.abs(determinant) < 1) return;
    const xs = [e, e + a, e + c, e + a + c];
    const ys = [f, f + b, f + d, f + b + d];
    const [left, right] = [Math.max(0, Math.floor(Math.min(...xs))), Math.min(this.width, Math.ceil(Math.max(...xs)))];
    const [top, bottom] = [Math.max(0, Math.floor(Math.min(...ys))), Math.min(this.height, Math.ceil(Math.max(...ys)))];
    const density = Math.sqrt((picture.width * picture.height) / Math.abs(determinant));
    const samples = Math.min(MAX_SAMPLES, Math.max(1, Math.round(density)));
    const keepsLight = 'isStencil' in picture;
    for (let y = top; y < bottom; y += 1) {
      for (let x = left; x < right; x += 1) {
        let sum = 0;
        let count = 0;
        for (let i = 0; i < samples * samples; i += 1) {
          const px = x + ((i % samples) + 0.5) / samples - e;
          const py = y + (Math.floor(i / samples) + 0.5) / samples - f;
          const u = (px * d - py * c) / determinant;
          const v = (py * a - px * b) / determinant;
          if (u < 0 || u >= 1 || v < 0 || v >= 1) continue;
          // The unit square has its origin below, pictures above.
          const row = Math.min(picture.height - 1, Math.floor((1 - v) * picture.height));
          sum += picture.pixels[row * picture.width + Math.floor(u * picture.width)]!;
          count += 1;
        }
        if (count === 0) continue;
        const at = y * this.width + x;
        const value = sum / count;
        this.pixels[at] = keepsLight ? Math.min(this.pixels[at]!, value) : value;
      }
    }
  }
}
