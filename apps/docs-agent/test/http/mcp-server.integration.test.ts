import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { getDefaultEnvironment, StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENVIRONMENT, hasModels } from './environment.ts';
import { SampleProject } from './project.ts';
import { TestFolder } from './test-folder.ts';

const PROGRAM = join(import.meta.dirname, '../../src/mcp.ts');

describe.skipIf(!hasModels)('the docs tools of an editor (needs model files)', { timeout: 60_000 }, () => {
  let data: TestFolder;
  let tea: SampleProject;
  let other: SampleProject;
  beforeAll(() => {
    data = new TestFolder('docs');
    tea = new SampleProject();
    other = new SampleProject();
    other.uninstall('kettle');
  });
  afterAll(() => {
    for (const folder of [data, tea, other]) folder.remove();
  });

  /** What an editor finds listed, once that is what it waits for; then it closes the program. */
  async function listed(project: SampleProject, ...wanted: string[]): Promise<void> {
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [PROGRAM],
      env: { ...getDefaultEnvironment(), ...ENVIRONMENT, DATA_DIR: data.folder, DOCS_PROJECT: project.folder },
      stderr: 'ignore',
    });
    const editor = new Client({ name: 'editor', version: '1.0.0' });
    await editor.connect(transport);
    const list = async () => {
      const { content } = await editor.callTool({ name: 'list_sources', arguments: {} });
      return (content as { text: string }[])[0]!.text.split('\n').sort();
    };
    await expect.poll(list, { timeout: 30_000 }).toEqual(wanted);
    await editor.close();
  }

  it('are of its own project, whatever another editor has open, and of what is installed by then', async () => {
    const all = ['@cups/saucer@1.4.0', 'kettle@2.1.0', 'kettle@3.0.0'];
    await listed(tea, ...all);
    await listed(other, '@cups/saucer@1.4.0');
    await Promise.all([listed(tea, ...all), listed(tea, ...all)]);
    tea.uninstall('@cups/saucer');
    await listed(tea, 'kettle@2.1.0', 'kettle@3.0.0');
  });
});
