import { randomUUID } from 'node:crypto';

/** What every chunk of one answer shares. */
export interface StreamOptions {
  readonly id: string;
  /** Seconds since 1970. */
  readonly created: number;
  readonly hasLogprobs: boolean;
  readonly includeUsage: boolean;
}

export function newAnswerId(prefix: 'chatcmpl' | 'cmpl'): string {
  return `${prefix}-${randomUUID().replaceAll('-', '')}`;
}

export function nowSeconds(): number {
  return Math.floor(Date.now() / 1_000);
}
