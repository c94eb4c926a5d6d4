import { type BundleHead, ServiceError } from '@pareto/contracts';
import { floats, type Tensors } from '../bundle/safetensors.ts';
import { logSumExp, softmax } from './probabilities.ts';

/** How well a text fits what a head was trained on; the higher, the better. See `pareto_training/out_of_scope.py`. */
export type ScopeScorer = (logits: Float64Array, pooled: Float32Array) => number;

/**
 * The scorer of a head, with the tensors `scope.<head>.*` where it needs some.
 * @throws ServiceError `model_untrusted` when they are missing or have another shape.
 */
export function scopeScorer(
  { name, out_of_scope }: BundleHead,
  tensors: Tensors,
  size: number,
): ScopeScorer | undefined {
  switch (out_of_scope?.method) {
    case undefined:
      return undefined;
    // Hendrycks & Gimpel 2017.
    case 'max_probability':
      return (logits) => softmax(logits).reduce((most, probability) => Math.max(most, probability), 0);
    // Liu et al. 2020, equation 4, at temperature 1.
    case 'energy':
      return (logits) => logSumExp(logits);
    case 'mahalanobis':
      return mahalanobis(tensors, name, size);
    case 'knn':
      return nearestNeighbours(tensors, name, size);
  }
}

/** Minus the smallest squared distance to a class mean, in units of the spread within classes (Lee et al. 2018, eq. 2). */
function mahalanobis(tensors: Tensors, head: string, size: number): ScopeScorer {
  const whitening = floats(tensors, `scope.${head}.whitening`, [size, undefined]);
  const means = rowsOf(floats(tensors, `scope.${head}.means`, [undefined, size]), size);
  const width = whitening.length / size;
  const whitened = (vector: Float32Array): Float64Array => {
    const result = new Float64Array(width);
    for (let row = 0, at = 0; row < size; row += 1) {
      const value = vector[row]!;
      for (let column = 0; column < width; column += 1, at += 1) result[column]! += value * whitening[at]!;
    }
    return result;
  };
  const centres = means.map(whitened);
  return (_, pooled) => {
    const x = whitened(pooled);
    const distances = centres.map((centre) => centre.reduce((sum, value, i) => sum + (x[i]! - value) ** 2, 0));
    return -Math.min(...distances);
  };
}

/** Cosine to the k-th nearest training text (Sun et al. 2022). */
function nearestNeighbours(tensors: Tensors, head: string, size: number): ScopeScorer {
  const references = rowsOf(floats(tensors, `scope.${head}.references`, [undefined, size]), size);
  const k = tensors.get(`scope.${head}.k`)?.data[0] ?? 0;
  if (!(k >= 1 && k <= references.length)) {
    throw new ServiceError('model_untrusted', `scope.${head}.k lies outside 1 to the number of references`);
  }
  return (_, pooled) => {
    const length = Math.hypot(...pooled) || 1;
    const cosines = Float64Array.from(references, (row) => row.reduce((sum, value, i) => sum + value * pooled[i]!, 0));
    return cosines.sort().at(-k)! / length;
  };
}

function rowsOf(data: Float32Array, size: number): Float32Array[] {
  return Array.from({ length: data.length / size }, (_, row) => data.subarray(row * size, (row + 1) * size));
}
