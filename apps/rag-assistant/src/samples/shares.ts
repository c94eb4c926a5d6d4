/** `permille` thousandths of an amount, rounded. */
export function share(amount: number, permille: number): number {
  return Math.round((amount * permille) / 1_000);
}

/** Parts of an amount in thousandths; the last takes the rest, so that they add up. */
export function parts(amount: number, permilles: readonly number[]): number[] {
  const first = permilles.map((permille) => share(amount, permille));
  return [...first, amount - first.reduce((sum, value) => sum + value, 0)];
}
