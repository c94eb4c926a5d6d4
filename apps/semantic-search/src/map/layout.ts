import { seededRandom, trustworthiness } from '@pareto/evaluation';
import { UMAP } from 'umap-js';
import { kMeans } from './k-means.ts';

const NEIGHBOURS = 15;
const MIN_DISTANCE = 0.1;
const SEED = 42;

export interface Layout {
  readonly coordinates: readonly (readonly [number, number])[];
  readonly clusters: Int32Array;
  /** How many of the neighbours on the map are neighbours in the full space, 0 to 1 (Venna & Kaski 2001). */
  readonly trustworthiness: number;
}

/**
 * Draws vectors on a plane with UMAP (McInnes et al. 2018) and groups them by k-means in the full space, so that
 * a cluster is a fact about meaning and not about the drawing. The same vectors give the same map.
 */
export function layOut(vectors: readonly Float32Array[]): Layout {
  const random = seededRandom(SEED);
  const neighbours = Math.min(NEIGHBOURS, vectors.length - 1);
  const umap = new UMAP({
    nComponents: 2,
    nNeighbors: neighbours,
    minDist: MIN_DISTANCE,
    random,
    distanceFn: cosineDistance,
  });
  const coordinates = umap.fit(vectors as unknown as number[][]).map(([x, y]) => [x!, y!] as const);
  const clusters = kMeans(vectors, clusterCount(vectors.length), random);
  return {
    coordinates,
    clusters,
    trustworthiness: trustworthiness(vectors, coordinates, Math.min(neighbours, Math.floor((vectors.length - 1) / 2))),
  };
}

/** About the square root of half the points, as few as can be told apart by colour. */
function clusterCount(points: number): number {
  return Math.max(2, Math.min(12, Math.round(Math.sqrt(points / 2))));
}

function cosineDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let dot = 0;
  for (let d = 0; d < a.length; d += 1) dot += a[d]! * b[d]!;
  return 1 - dot;
}
