import { ServiceError } from '@pareto/contracts';

/** @throws ServiceError `batch_too_large`. */
export function requireBatch(texts: readonly string[], maxBatch: number): void {
  if (texts.length > maxBatch)
    throw new ServiceError('batch_too_large', `${texts.length} texts in one call; the limit is ${maxBatch}`);
}
