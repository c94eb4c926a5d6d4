import { createHash } from 'node:crypto';

export type Split = 'dev' | 'test';

/** Of the 256 values of a byte, those below are dev: a quarter. */
const DEV_BELOW = 64;

export const SPLIT_RULE = `dev: the first byte of SHA-256 of the case's id is below ${DEV_BELOW} (a quarter); test: the rest. Prompt, grammar and decoding were designed on dev alone.`;

/** Which cases may be looked at while designing (dev), and which are only counted (test); the same on every machine. */
export function splitOf(id: string): Split {
  return createHash('sha256').update(id).digest()[0]! < DEV_BELOW ? 'dev' : 'test';
}
