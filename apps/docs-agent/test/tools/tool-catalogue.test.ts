import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { addedTools } from '../../src/tools/added-tools.ts';
import { docsTools } from '../../src/tools/docs-tools.ts';
import { mcpServersConfig } from '../../src/tools/mcp/config.ts';
import { readOpenApiSetting } from '../../src/tools/openapi/config.ts';
import { ToolCatalogue } from '../../src/tools/tool-catalogue.ts';
import { TypeScriptCompiler } from '../../src/tools/typescript/compiler.ts';
import { kettleIndex } from '../kettle.ts';

const tools = docsTools({ compiler: new TypeScriptCompiler(import.meta.dirname) });
const index = kettleIndex();

describe('the tools of this service', () => {
  it('are short to read for a small model', () => {
    const offered = new ToolCatalogue({ index, tools }).toolsFor({ allowed: tools.map(({ name }) => name) });
    for (const { name, description, parameters } of offered.definitions()) {
      expect(name).toMatch(/^[a-z_]{1,64}$/);
      expect(`${description}${JSON.stringify(parameters)}`.length).toBeLessThan(450);
    }
  });

  it('have examples that are right, and deadlines of 5 s at most', () => {
    for (const { schema, example, deadlineMs, cost, effect } of tools) {
      expect(schema.safeParse(example).success).toBe(true);
      expect(deadlineMs).toBeLessThanOrEqual(5_000);
      expect(cost).toBeGreaterThan(0);
      expect(effect).toBe('read');
    }
  });
});

describe('the catalogue', () => {
  const writing = { ...tools[0]!, name: 'write_page', effect: 'write' as const };

  it('offers what writes only where the operator allows it', () => {
    const names = (writes?: string[]) =>
      new ToolCatalogue({ index, tools: [...tools, writing], writes }).offers.map(({ name }) => name);
    expect(names()).not.toContain('write_page');
    expect(names(['write_page'])).toContain('write_page');
  });

  it('refuses two tools of one name, and a permission for none', () => {
    expect(() => new ToolCatalogue({ index, tools: [...tools, tools[0]!] })).toThrow(
      'Two tools are called "search_docs"',
    );
    expect(() => new ToolCatalogue({ index, tools, writes: ['nothing'] })).toThrow('no tool "nothing"');
  });
});

describe('added tools', () => {
  it('are missed with a word where their servers are down', async () => {
    const program = join(import.meta.dirname, 'docs-server-program.ts');
    const added = await addedTools({
      openApis: readOpenApiSetting('down=http://127.0.0.1:1/openapi.json'),
      mcpServers: mcpServersConfig.parse([
        { name: 'gone', command: process.execPath, args: ['-e', ''] },
        { name: 'docs', command: process.execPath, args: [program] },
      ]),
    });
    onTestFinished(added.close);
    expect(added.tools.map(({ name }) => name)).toEqual(['docs_search_docs', 'docs_read_page']);
    expect(added.problems.map(({ from }) => from).sort()).toEqual(['down', 'gone']);
  });

  it('stop the start where the configuration is wrong', async () => {
    const nowhere = join(import.meta.dirname, 'nowhere');
    await expect(addedTools({ openApis: [], functions: nowhere, mcpServers: [] })).rejects.toMatchObject({
      code: 'config_invalid',
    });
  });
});
