import { ServiceError } from '@pareto/contracts';

const RETRY_AFTER_SECONDS = 5;

/** Lance reports failures as plain errors with prose; these are the few that a caller can tell apart. */
export function isTableMissing(error: unknown): boolean {
  return error instanceof Error && /^Table '.*' was not found/.test(error.message);
}

/** It was there before, or another process created it in the same moment. */
export function isTableExisting(error: unknown): boolean {
  return error instanceof Error && /^Table '.*' already exists|Retryable commit conflict/.test(error.message);
}

/** The detail stays free of Lance's own words, which quote paths and filter values; `cause` has them. */
export function toServiceError(error: unknown, action: string): ServiceError {
  if (error instanceof ServiceError) return error;
  if (error instanceof Error && /no space left|os error 28/i.test(error.message)) {
    return new ServiceError('disk_full', `LanceDB could not ${action}: the disk is full`, { cause: error });
  }
  return new ServiceError('store_unavailable', `LanceDB could not ${action}`, {
    cause: error,
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}
