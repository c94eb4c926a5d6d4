import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../../packages/contracts/src/error-codes.ts';
import { errorPage } from '../error-docs.mjs';

const ROOT = join(import.meta.dirname, '../../..');

describe('error codes', () => {
  it('are documented as they are (else: node infra/dev/error-docs.mjs)', async () => {
    expect(readFileSync(join(ROOT, 'docs/errors.md'), 'utf8')).toBe(await errorPage());
  });

  it('are all used by some source', () => {
    const sources = ['packages', 'apps'].flatMap((group) =>
      readdirSync(join(ROOT, group), { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && /\/src(\/|$)/.test(entry.parentPath))
        .filter((entry) => entry.name !== 'error-codes.ts' && !entry.parentPath.includes('node_modules'))
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')),
    );
    const text = sources.join('\n');
    expect(Object.keys(ERROR_CODES).filter((code) => !text.includes(`'${code}'`))).toEqual([]);
  });
});
