import { Worker } from 'node:worker_threads';
import { ServiceError } from '@pareto/contracts';
import type { Collection } from '../catalogue/catalogue.ts';
import type { OpenCollections } from '../collections/open-collections.ts';
import { documentIdOf, vectorCollection } from '../collections/vector-collection.ts';
import type { Layout } from '../map/layout.ts';

/** Points beyond this are sampled: a screen shows no more, and the layout takes seconds. */
const MAX_POINTS = 2_000;
const MIN_POINTS = 5;
/** Documents that a projected query is drawn between. */
const PROJECTION_NEIGHBOURS = 8;
/** How sharply the nearest of them attract it. */
const PROJECTION_TEMPERATURE = 0.05;

export interface MapPoint {
  readonly id: string;
  readonly title: string;
  readonly x: number;
  readonly y: number;
  readonly cluster: number;
}

export interface SemanticMap {
  readonly points: MapPoint[];
  readonly clusters: { id: number; size: number; label: string }[];
  readonly trustworthiness: number;
  readonly sampled: boolean;
}

interface DrawnMap {
  readonly key: string;
  readonly map: SemanticMap;
  readonly vectors: Float32Array[];
}

/** Draws a collection as a map of meaning, and finds the place of a query on it. */
export class DrawMap {
  readonly #collections: OpenCollections;
  readonly #drawn = new Map<string, { key: string; drawing: Promise<DrawnMap> }>();

  constructor(collections: OpenCollections) {
    this.#collections = collections;
  }

  async map(name: string): Promise<SemanticMap> {
    return (await this.#draw(name)).map;
  }

  /** The query between the documents it is most like: their places, weighted by a softmax of their cosines. */
  async project(name: string, query: string, signal?: AbortSignal) {
    const { map, vectors } = await this.#draw(name);
    const { embedder } = await this.#collections.embedderOf(this.#collections.record(name));
    const [vector] = await embedder.embed([query], { purpose: 'query', ...(signal ? { signal } : {}) });
    const nearest = vectors
      .map((other, i) => ({ point: map.points[i]!, cosine: dot(vector!, other) }))
      .sort((a, b) => b.cosine - a.cosine)
      .slice(0, PROJECTION_NEIGHBOURS);
    const best = nearest[0]!;
    const weights = nearest.map(({ cosine }) => Math.exp((cosine - best.cosine) / PROJECTION_TEMPERATURE));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const place = (axis: 'x' | 'y') =>
      nearest.reduce((sum, { point }, i) => sum + (weights[i]! / total) * point[axis], 0);
    return {
      x: place('x'),
      y: place('y'),
      cluster: best.point.cluster,
      neighbours: nearest.map(({ point, cosine }) => ({ id: point.id, score: cosine })),
    };
  }

  #draw(name: string): Promise<DrawnMap> {
    const collection = this.#collections.record(name);
    const key = `${collection.generation}/${collection.revision}/${collection.createdAt}`;
    const known = this.#drawn.get(name);
    if (known?.key === key) return known.drawing;
    const drawing = this.#compute(collection, key);
    drawing.catch(() => this.#drawn.delete(name));
    this.#drawn.set(name, { key, drawing });
    return drawing;
  }

  async #compute(collection: Collection, key: string): Promise<DrawnMap> {
    const { catalogue, store } = this.#collections;
    const count = catalogue.count(collection.name);
    if (count < MIN_POINTS) {
      throw new ServiceError('map_too_small', `a map needs ${MIN_POINTS} documents; "${collection.name}" has ${count}`);
    }
    const stride = Math.ceil(count / MAX_POINTS);
    const chosen = new Set(catalogue.documentIds(collection.name).filter((_, i) => i % stride === 0));
    const byDocument = new Map<string, Float32Array>();
    for await (const { id, vector } of store.scan(vectorCollection(collection))) {
      const document = documentIdOf(id);
      // The first passage stands for its document: title and opening say what it is about.
      if (chosen.has(document) && id.startsWith('0.')) byDocument.set(document, vector);
    }
    const ids = [...byDocument.keys()].sort();
    const vectors = ids.map((id) => byDocument.get(id)!);
    const layout = await layOutInWorker(vectors);
    const points = ids.map((id, i) => {
      const [x, y] = layout.coordinates[i]!;
      return { id, title: catalogue.document(collection.name, id)?.title ?? '', x, y, cluster: layout.clusters[i]! };
    });
    const map = {
      points,
      clusters: describeClusters(points, vectors),
      trustworthiness: layout.trustworthiness,
      sampled: stride > 1,
    };
    return { key, map, vectors };
  }
}

/** Each cluster is named after the document nearest to its centre. */
function describeClusters(points: readonly MapPoint[], vectors: readonly Float32Array[]) {
  return [...new Set(points.map((point) => point.cluster))]
    .sort((a, b) => a - b)
    .map((id) => {
      const members = points.flatMap((point, i) => (point.cluster === id ? [i] : []));
      const centre = new Float32Array(vectors[0]!.length);
      for (const i of members)
        vectors[i]!.forEach((value, d) => {
          centre[d]! += value;
        });
      const medoid = members.reduce(
        (best, i) => (dot(centre, vectors[i]!) > dot(centre, vectors[best]!) ? i : best),
        members[0]!,
      );
      return { id, size: members.length, label: points[medoid]!.title || points[medoid]!.id };
    });
}

function layOutInWorker(vectors: Float32Array[]): Promise<Layout> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('../map/layout-worker.ts', import.meta.url), { workerData: vectors });
    worker.once('message', (layout: Layout) => resolve(layout));
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the layout worker ended without a result')));
  });
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d += 1) sum += a[d]! * b[d]!;
  return sum;
}
