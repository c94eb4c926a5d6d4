/**
 * How far the neighbours on a map are neighbours in the space that it draws (Venna & Kaski 2001):
 *
 *     T(k) = 1 - 2 / (n k (2n - 3k - 1)) · Σ_i Σ_{j in U_k(i)} (r(i, j) - k)
 *
 * U_k(i) are the points among the k nearest of i on the map but not in the space, r(i, j) the rank of j by
 * distance from i in the space. Distances are cosine in the space and Euclidean on the map.
 * @param vectors n unit vectors. @param places n points on the plane. @param k below n / 2.
 * @returns 0 to 1; 1 when the map invents no neighbour.
 */
export function trustworthiness(
  vectors: readonly Float32Array[],
  places: readonly (readonly [number, number])[],
  k: number,
): number {
  const n = vectors.length;
  if (k < 1 || k >= n / 2) throw new RangeError(`k must lie between 1 and n / 2; k = ${k}, n = ${n}`);
  let penalty = 0;
  for (let i = 0; i < n; i += 1) {
    const inSpace = ranksFrom(i, n, (j) => -dot(vectors[i]!, vectors[j]!));
    const onMap = ranksFrom(i, n, (j) => (places[i]![0] - places[j]![0]) ** 2 + (places[i]![1] - places[j]![1]) ** 2);
    for (let j = 0; j < n; j += 1) {
      if (j !== i && onMap[j]! <= k && inSpace[j]! > k) penalty += inSpace[j]! - k;
    }
  }
  return 1 - (2 / (n * k * (2 * n - 3 * k - 1))) * penalty;
}

/** Rank (from 1) of every other point by distance from point `i`; its own is 0. */
function ranksFrom(i: number, n: number, distanceTo: (j: number) => number): Int32Array {
  const distances = Float64Array.from({ length: n }, (_, j) => (j === i ? Number.NEGATIVE_INFINITY : distanceTo(j)));
  const order = Int32Array.from({ length: n }, (_, j) => j).sort((a, b) => distances[a]! - distances[b]! || a - b);
  const ranks = new Int32Array(n);
  order.forEach((j, rank) => {
    ranks[j] = rank;
  });
  return ranks;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d += 1) sum += a[d]! * b[d]!;
  return sum;
}
