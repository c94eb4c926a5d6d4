import { ServiceError } from '@pareto/contracts';
import { z } from 'zod';
import { toUnitLength } from '../unit-length.ts';

const vectors = z.array(z.array(z.number()));
const tokenVectors = z.array(vectors);

/**
 * Checks what a hosted model answered: `count` vectors of `dimensions` finite numbers, scaled to length 1. Vectors per
 * token are averaged.
 * @throws ServiceError `embedder_invalid`.
 */
export function checkedVectors(answer: unknown, count: number, dimensions: number): Float32Array[] {
  const perToken = tokenVectors.safeParse(answer);
  const perText = perToken.success ? perToken.data.map(mean) : vectors.safeParse(answer).data;
  if (!perText) throw new ServiceError('embedder_invalid', 'the answer holds no vectors');
  if (perText.length !== count)
    throw new ServiceError('embedder_invalid', `asked for ${count} vectors, got ${perText.length}`);
  return perText.map((values) => {
    if (values.length !== dimensions)
      throw new ServiceError('embedder_invalid', `expected ${dimensions} dimensions, got ${values.length}`);
    return toUnitLength(Float32Array.from(values));
  });
}

function mean(rows: readonly (readonly number[])[]): number[] {
  return (rows[0] ?? []).map((_, d) => rows.reduce((sum, row) => sum + row[d]!, 0) / rows.length);
}

/** A failed call as an error of ours; the caller's own abort stays what it is. */
export function hostedFailure(error: unknown, signal?: AbortSignal): unknown {
  if (signal?.aborted) return signal.reason;
  if (error instanceof ServiceError) return error;
  const { status, name } = error as { status?: number; name?: string };
  // Hugging Face's client checks the shape of an answer by itself.
  if (name === 'ProviderOutputError') {
    return new ServiceError('embedder_invalid', 'the answer holds no vectors', { cause: error });
  }
  return new ServiceError(
    'embedder_failed',
    `the embedding server ${status ? `answered ${status}` : 'does not answer'}`,
    { cause: error },
  );
}
