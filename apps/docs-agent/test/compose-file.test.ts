import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';

const compose = readFileSync(join(import.meta.dirname, '../../../docker-compose.yml'), 'utf8');
const [service = ''] = /^ {2}docs-agent:\n(?: {4}.*\n)+/m.exec(compose) ?? [];

describe('the service in the compose file', () => {
  it.each([
    'DOCS_PROJECT',
    'DOCS_PACKAGES',
    'DOCS_ALLOWED_FOLDERS',
    'TOOLS_OPENAPI',
    'TOOLS_FUNCTIONS',
    'TOOLS_MCP',
    'TOOLS_WRITES',
  ])('gets %s from who starts it, and nothing where nobody chose', (name) => {
    expect(service).toContain(`\n      ${name}: \${${name}:-}\n`);
    expect(readConfig({ [name]: '' })).toEqual(readConfig({}));
  });

  it('has no default within a default, which older compose programs do not read', () => {
    expect(compose).not.toMatch(/\$\{[^}]*\$\{/);
  });
});
