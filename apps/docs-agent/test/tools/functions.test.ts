import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { functionTools } from '../../src/tools/functions/function-tools.ts';
import { Toolbox } from '../../src/tools/toolbox.ts';
import { kettleIndex } from '../kettle.ts';

const signal = AbortSignal.timeout(120_000);
let root: string;
let folder: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'functions-'));
  folder = join(root, 'tools');
  await mkdir(folder);
});
afterEach(() => rm(root, { recursive: true, force: true }));

const moduleOf = (run: string, fields: Record<string, unknown> = {}) => `export default {
  ...${JSON.stringify({
    name: 'convert',
    description: 'Convert degrees.',
    parameters: { type: 'object', properties: { celsius: { type: 'number', minimum: -273 } }, required: ['celsius'] },
    example: { celsius: 20 },
    effect: 'read',
    deadlineMs: 3_000,
    ...fields,
  })},
  run: ${run},
};`;
const write = (name: string, text: string) => writeFile(join(folder, name), text);

async function call(args: unknown) {
  const tools = await functionTools(folder, signal);
  const toolbox = new Toolbox({ tools, index: kettleIndex(), allowed: tools.map(({ name }) => name) });
  return toolbox.call({ name: 'convert', arguments: args });
}

describe('functions of a folder', () => {
  it('are tools whose arguments are checked', async () => {
    await write('convert.ts', moduleOf('({ celsius }: { celsius: number }) => ({ fahrenheit: celsius * 1.8 + 32 })'));
    await write('notes.txt', 'no module');
    expect(await call({ celsius: 100 })).toMatchObject({ status: 'ok', text: '{"fahrenheit":212}' });
    expect(await call({ celsius: -300 })).toMatchObject({
      status: 'arguments-invalid',
      text: expect.stringContaining('Right would be: {"celsius":20}'),
    });
  });

  it('are ended when they loop for ever', async () => {
    await write('convert.mjs', moduleOf('() => { for (;;); }', { deadlineMs: 300 }));
    expect((await call({ celsius: 1 })).status).toBe('timed-out');
  });

  it('fail alone', async () => {
    await write('convert.mjs', moduleOf('() => { throw new Error("the secret of the oven"); }'));
    expect(await call({ celsius: 1 })).toMatchObject({ status: 'failed', text: 'convert: the function failed' });
    await write('convert.mjs', moduleOf('() => process.exit(0)'));
    expect(await call({ celsius: 1 })).toMatchObject({
      status: 'failed',
      text: 'convert: the function gave no answer',
    });
    await write('convert.mjs', moduleOf('() => { const all = []; for (;;) all.push(new Array(1e5).fill({})); }'));
    expect((await call({ celsius: 1 })).status).toMatch(/failed|timed-out/);
  });

  it.each([
    ['no name', moduleOf('() => 1', { name: 'Not A Name' })],
    ['no function', moduleOf('"text"')],
    ['no effect', moduleOf('() => 1', { effect: 'sideways' })],
    ['too long a deadline', moduleOf('() => 1', { deadlineMs: 60_000 })],
    ['an example that does not fit', moduleOf('() => 1', { example: { celsius: 'hot' } })],
    ['parameters that are no object', moduleOf('() => 1', { parameters: { type: 'string' } })],
    ['something unknown', moduleOf('() => 1', { surprise: true })],
    ['no export', 'export const a = 1;'],
    ['no JavaScript', 'this is none'],
    ['an end of its own', 'process.exit(0)'],
  ])('are refused with %s', async (_, text) => {
    await write('convert.mjs', text);
    await expect(functionTools(folder, signal)).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining('Functions: convert.mjs: '),
    });
  });

  it('are none that a link brings in', async () => {
    await writeFile(join(root, 'outside.mjs'), moduleOf('() => 1'));
    await symlink(join(root, 'outside.mjs'), join(folder, 'inside.mjs'));
    await expect(functionTools(folder, signal)).rejects.toThrow('inside.mjs: it is a link out of the folder');
  });

  it('are refused where two have one name, or there is no folder', async () => {
    await write('a.mjs', moduleOf('() => 1'));
    await write('b.mjs', moduleOf('() => 1'));
    await expect(functionTools(folder, signal)).rejects.toThrow('"convert" is there already');
    await expect(functionTools(join(root, 'nowhere'), signal)).rejects.toThrow('the folder is not there');
  });
});
