/**
 * Lloyd's k-means with k-means++ seeding (Arthur & Vassilvitskii 2007), Euclidean.
 * @param points unit vectors, all of one length. @returns the cluster of each point, 0 to `k` - 1.
 */
export function kMeans(points: readonly Float32Array[], k: number, random: () => number, iterations = 30): Int32Array {
  const centroids = seed(points, k, random);
  const assignment = new Int32Array(points.length).fill(-1);
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    let moved = 0;
    points.forEach((point, i) => {
      const nearest = argMin(centroids, (centroid) => squaredDistance(point, centroid));
      if (nearest !== assignment[i]) moved += 1;
      assignment[i] = nearest;
    });
    if (moved === 0) break;
    recentre(points, assignment, centroids);
  }
  return assignment;
}

function seed(points: readonly Float32Array[], k: number, random: () => number): Float32Array[] {
  const centroids = [points[Math.floor(random() * points.length)]!.slice()];
  const distances = new Float64Array(points.length).fill(Number.POSITIVE_INFINITY);
  while (centroids.length < k) {
    let total = 0;
    points.forEach((point, i) => {
      distances[i] = Math.min(distances[i]!, squaredDistance(point, centroids.at(-1)!));
      total += distances[i]!;
    });
    let target = random() * total;
    let chosen = 0;
    while (chosen < points.length - 1 && target >= distances[chosen]!) {
      target -= distances[chosen]!;
      chosen += 1;
    }
    centroids.push(points[chosen]!.slice());
  }
  return centroids;
}

/** Moves each centroid to the mean of its points; one that lost all of them stays where it is. */
function recentre(points: readonly Float32Array[], assignment: Int32Array, centroids: Float32Array[]): void {
  const counts = new Int32Array(centroids.length);
  const sums = centroids.map((centroid) => new Float64Array(centroid.length));
  points.forEach((point, i) => {
    const sum = sums[assignment[i]!]!;
    counts[assignment[i]!]! += 1;
    for (let d = 0; d < point.length; d += 1) sum[d]! += point[d]!;
  });
  centroids.forEach((centroid, c) => {
    if (counts[c] === 0) return;
    for (let d = 0; d < centroid.length; d += 1) centroid[d] = sums[c]![d]! / counts[c]!;
  });
}

function argMin<T>(items: readonly T[], measure: (item: T) => number): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  items.forEach((item, i) => {
    const value = measure(item);
    if (value < least) {
      least = value;
      best = i;
    }
  });
  return best;
}

function squaredDistance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d += 1) sum += (a[d]! - b[d]!) ** 2;
  return sum;
}
