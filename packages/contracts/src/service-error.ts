import { ERROR_CODES, type ErrorCode, type ErrorKind } from './error-codes.ts';

const RETRYABLE_KINDS: ReadonlySet<ErrorKind> = new Set(['overloaded', 'timed-out', 'upstream-failed']);

export interface ServiceErrorOptions {
  cause?: unknown;
  /** The name of the parameter or field at fault, in the words of the caller's request. */
  param?: string;
  /** When trying again may help, in whole seconds. */
  retryAfterSeconds?: number;
}

/** A failure that a caller can act on. It knows nothing of HTTP; `kind` follows from `code`. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly code: ErrorCode;
  readonly param: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  /** @param detail what happened this time, for a person; never holds secrets or whole texts. */
  constructor(code: ErrorCode, detail: string, options: ServiceErrorOptions = {}) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.param = options.param;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  get kind(): ErrorKind {
    return ERROR_CODES[this.code].kind;
  }

  get title(): string {
    return ERROR_CODES[this.code].title;
  }

  get isRetryable(): boolean {
    return RETRYABLE_KINDS.has(this.kind);
  }
}
