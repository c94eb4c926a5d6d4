/** An affine map [a b c d e f] of PDF (ISO 32000-1, 8.3.3): x' = ax + cy + e, y' = bx + dy + f. */
export type Matrix = readonly [number, number, number, number, number, number];

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** The map that applies `inner` first. */
export function multiply(outer: Matrix, inner: ArrayLike<number>): Matrix {
  // Read by index: taking arrays apart by pattern costs more than the arithmetic, and this runs for every text.
  const a = outer[0];
  const b = outer[1];
  const c = outer[2];
  const d = outer[3];
  const p = inner[0]!;
  const q = inner[1]!;
  const r = inner[2]!;
  const s = inner[3]!;
  const t = inner[4]!;
  const u = inner[5]!;
  return [
    a * p + c * q,
    b * p + d * q,
    a * r + c * s,
    b * r + d * s,
    a * t + c * u + outer[4],
    b * t + d * u + outer[5],
  ];
}

/**
 * From a page's own space to points from its top left corner as it is shown, y downwards.
 * @param view The page's crop box: left, bottom, right, top.
 * @param rotate Degrees clockwise, a multiple of 90.
 */
export function pageMatrix(view: readonly number[], rotate: number, unit: number): Matrix {
  const [left = 0, bottom = 0, right = 0, top = 0] = view;
  if (rotate === 90) return [0, unit, unit, 0, -bottom * unit, -left * unit];
  if (rotate === 180) return [-unit, 0, 0, unit, right * unit, -bottom * unit];
  if (rotate === 270) return [0, -unit, -unit, 0, top * unit, right * unit];
  return [unit, 0, 0, -unit, -left * unit, top * unit];
}
