import { describe, expect, it } from 'vitest';
import { coded, ERROR_CODES, ERROR_KINDS, parseCoded, ServiceError } from '../src/index.ts';

describe('ServiceError', () => {
  it('takes kind and title from its code', () => {
    const error = new ServiceError('store_unavailable', 'down', { retryAfterSeconds: 3, cause: new Error('why') });
    expect(error).toMatchObject({ kind: 'upstream-failed', isRetryable: true, retryAfterSeconds: 3, message: 'down' });
    expect(new ServiceError('query_empty', 'x').isRetryable).toBe(false);
  });

  it('has codes of known kinds only', () => {
    for (const { kind } of Object.values(ERROR_CODES)) expect(ERROR_KINDS).toContain(kind);
  });
});

describe('coded', () => {
  it('is undone by parseCoded, which leaves other messages alone', () => {
    expect(parseCoded(coded('query_empty', 'has: no text'))).toEqual({ code: 'query_empty', problem: 'has: no text' });
    expect(parseCoded('toString: x')).toEqual({ code: undefined, problem: 'toString: x' });
    expect(parseCoded('no colon')).toEqual({ code: undefined, problem: 'no colon' });
  });
});
