export interface Example {
  readonly features: readonly number[];
  readonly isPositive: boolean;
  readonly weight: number;
}

export interface LogisticModel {
  readonly intercept: number;
  readonly weights: readonly number[];
}

const STEPS = 40;
/** Enough to keep the solution finite when the classes can be told apart without error. */
const RIDGE = 1e-2;

/** Weighted logistic regression by Newton's method (Hastie, Tibshirani & Friedman 2009, §4.4.1) with a slight ridge. */
export function fitLogistic(examples: readonly Example[]): LogisticModel {
  const rows = examples.map(({ features }) => [1, ...features]);
  const size = rows[0]!.length;
  let beta = new Array<number>(size).fill(0);
  for (let step = 0; step < STEPS; step += 1) {
    const gradient = beta.map((value) => -RIDGE * value);
    const hessian = beta.map((_, i) => beta.map((_, j) => (i === j ? RIDGE : 0)));
    examples.forEach(({ isPositive, weight }, n) => {
      const row = rows[n]!;
      const p = 1 / (1 + Math.exp(-dot(row, beta)));
      row.forEach((x, i) => {
        gradient[i]! += weight * ((isPositive ? 1 : 0) - p) * x;
        row.forEach((y, j) => {
          hessian[i]![j]! += weight * p * (1 - p) * x * y;
        });
      });
    });
    const change = solve(hessian, gradient);
    beta = beta.map((value, i) => value + change[i]!);
  }
  const [intercept, ...weights] = beta;
  return { intercept: intercept!, weights };
}

export function logit({ intercept, weights }: LogisticModel, features: readonly number[]): number {
  return intercept + dot(weights, features);
}

/** Solves a x = b by elimination with partial pivoting. */
function solve(a: readonly (readonly number[])[], b: readonly number[]): number[] {
  const rows = a.map((row, i) => [...row, b[i]!]);
  const size = rows.length;
  for (let column = 0; column < size; column += 1) {
    let pivot = column;
    for (let r = column + 1; r < size; r += 1) {
      if (Math.abs(rows[r]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = r;
    }
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    for (let r = 0; r < size; r += 1) {
      if (r === column) continue;
      const factor = rows[r]![column]! / rows[column]![column]!;
      for (let c = column; c <= size; c += 1) rows[r]![c]! -= factor * rows[column]![c]!;
    }
  }
  return rows.map((row, i) => row[size]! / row[i]!);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}
