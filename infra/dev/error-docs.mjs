// Writes docs/errors.md from the table of error codes:  node infra/dev/error-docs.mjs
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';

/** The page that lists every error code. */
export async function errorPage() {
  const { ERROR_CODES } = await import('../../packages/contracts/src/error-codes.ts');
  const { STATUS_OF_KIND } = await import('../../packages/service-kit/src/problem.ts');
  const rows = Object.entries(ERROR_CODES)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([code, { kind, title }]) => `| <a id="${code}"></a>\`${code}\` | ${STATUS_OF_KIND[kind]} | ${kind} | ${title} |`,
    );
  return [
    '# Error codes',
    '',
    'Every error answer is `application/problem+json` (RFC 9457) with one of these in `code`. Codes are stable; `detail` is for people.',
    'Answers with status 429, 503 and 504 may be tried again; `Retry-After` says when.',
    '',
    '| code | status | kind | meaning |',
    '|---|---:|---|---|',
    ...rows,
    '',
  ].join('\n');
}

if (import.meta.filename === process.argv[1]) writeFileSync(join(ROOT, 'docs/errors.md'), await errorPage());
