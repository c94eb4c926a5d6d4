import { share } from '../company/segments.ts';
import { money, row } from '../typesetting/figures.ts';

/** Parts of an amount in thousandths; the last takes the rest, so that they add up. */
export function parts(amount: number, permilles: readonly number[]): number[] {
  const first = permilles.map((permille) => share(amount, permille));
  return [...first, amount - first.reduce((sum, value) => sum + value, 0)];
}

/** Parts of several amounts, as rows of a table. */
export function partRows(labels: readonly string[], amounts: readonly number[], permilles: readonly number[]) {
  const split = amounts.map((amount) => parts(amount, permilles));
  return labels.map((label, at) =>
    (at === 0 ? money : row)(
      label,
      split.map((values) => values[at]!),
    ),
  );
}
