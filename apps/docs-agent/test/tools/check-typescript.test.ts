import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkTypescript } from '../../src/tools/check-typescript.ts';
import { Toolbox } from '../../src/tools/toolbox.ts';
import { TypeScriptCompiler } from '../../src/tools/typescript/compiler.ts';
import { kettleIndex } from '../kettle.ts';

const KETTLE = `
export interface KettleOptions { maxTemperature?: number }
export declare class Kettle { boil(degrees: number): Promise<void> }
export declare function createKettle(options?: KettleOptions): Kettle;
`;
const signal = AbortSignal.timeout(120_000);
let project: string;
let compiler: TypeScriptCompiler;

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'project-'));
  const folder = join(project, 'node_modules/kettle');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"name":"kettle","version":"3.0.0","types":"index.d.ts"}');
  await writeFile(join(folder, 'index.d.ts'), KETTLE);
  await writeFile(join(project, 'secret.d.ts'), 'export declare const password: "hunter2";');
  await writeFile(join(project, 'secret.json'), '{"password":"hunter2"}');
  compiler = new TypeScriptCompiler(project);
});
afterAll(() => rm(project, { recursive: true, force: true }));

const check = (code: string, language: 'ts' | 'tsx' = 'ts') => compiler.check({ code, language }, { signal });

describe('compiling a snippet', () => {
  it('takes what fits the installed typings', async () => {
    expect(await check('import { createKettle } from "kettle";\nawait createKettle().boil(90);')).toEqual({
      isValid: true,
      diagnostics: [],
    });
  });

  it('says what does not fit, and where', async () => {
    const code = 'import { createKettle } from "kettle";\ncreateKettle({ maxTemp: 90 }).freeze();\nimport "pot";';
    const { isValid, diagnostics } = await check(code);
    expect(isValid).toBe(false);
    expect(diagnostics.map(({ line, code }) => [line, code])).toEqual([
      [2, 'TS2353'],
      [2, 'TS2339'],
      [3, 'TS2882'],
    ]);
    expect(diagnostics[0]?.message).toContain("'maxTemp' does not exist in type 'KettleOptions'");
  });

  it('knows the types of what is required, and leaves lines where they are', async () => {
    const { diagnostics } = await check('const { createKettle } = require("kettle");\ncreateKettle().freeze();');
    expect(diagnostics.map(({ line, code }) => [line, code])).toEqual([[2, 'TS2339']]);
    expect((await check('require("kettle").createKettle({ maxTemperature: 9 });')).isValid).toBe(true);
    expect((await check('require("pot");')).isValid).toBe(false);
  });

  it('never runs it', async () => {
    const file = join(project, 'effect');
    const code = `declare const process: any; declare const require: any;
      process.getBuiltinModule('node:fs').writeFileSync(${JSON.stringify(file)}, '');`;
    expect((await check(code)).isValid).toBe(true);
    expect(await readdir(project)).not.toContain('effect');
  });

  it.each([
    [
      'a file beside the project',
      (at: string) => `import { password } from "${at}/secret"; const n: number = password;`,
    ],
    ['a step up', () => 'import { password } from "../secret"; const n: number = password;'],
    ['a step up out of a package', () => 'import { password } from "kettle/../../secret"; const n: number = password;'],
    ['an escape in a name', (at: string) => `import x from "\\x2f${at.slice(1)}/secret.json"; const n: number = x;`],
    ['a type of a file', (at: string) => `const n: number = null! as import("${at}/secret").password;`],
    [
      'an import at run time',
      (at: string) => `const { password } = await import("${at}/secret"); const n: number = password;`,
    ],
    ['an import between backticks', (at: string) => `const n: number = await import(\`${at}/secret\`);`],
    ['a call of require between backticks', () => 'const n: number = require(`../secret`);'],
    ['an import of old', (at: string) => `import secret = require("${at}/secret"); const n: number = secret.password;`],
    ['a call of require', (at: string) => `const n: number = require("${at}/secret").password;`],
    ['an export', (at: string) => `export * from "${at}/secret";`],
    ['an augmentation', (at: string) => `declare module "${at}/secret" { export const password: number }`],
    ['a reference', (at: string) => `/// <reference path="${at}/secret.d.ts" />\nconst n: number = password;`],
    ['a reference to types', (at: string) => `/// <reference types="${at}/secret" />`],
    ['a file by its URL', (at: string) => `import x from "file://${at}/secret.json";`],
    ['an inner name', () => 'import x from "#secret";'],
  ])('reads no file that is no package: %s', async (_, code) => {
    const compiled = await check(code(project));
    expect(compiled).toMatchObject({ isValid: false, diagnostics: [] });
    expect(compiled.refusal).toMatch(/is no package|is not allowed/);
    expect(JSON.stringify(compiled)).not.toContain('hunter2');
  });

  it('reads none through what is declared beside it', async () => {
    const snippet = { code: 'export {};', language: 'ts', ambient: 'import "../secret";' } as const;
    expect((await compiler.check(snippet, { signal })).refusal).toContain('is no package');
    const wrong = { ...snippet, ambient: 'const n: number = "";' };
    expect((await compiler.check(wrong, { signal })).diagnostics).toMatchObject([{ code: 'TS2322' }]);
  });

  it('reads none through JSX either', async () => {
    const code = `/** @jsxImportSource ${project} */\nconst n: number = <a />;`;
    expect((await check(code, 'tsx')).refusal).toContain('is not allowed');
  });

  it.each([
    '// @ts-nocheck\nconst n: number = "";',
    '// @ts-ignore\nconst n: number = "";',
    '/* @ts-expect-error */ const n: number = "";',
  ])('takes no snippet that turns the check off: %j', async (code) =>
    expect((await check(code)).refusal).toContain('is not allowed'),
  );

  it('says where a snippet cannot be read', async () => {
    expect((await check('const a = 1;\nconst = 2;')).refusal).toMatch(/^line 2: /);
  });

  it('is killed when its caller leaves, and leaves nothing behind', async () => {
    const temporary = await mkdtemp(join(project, 'temporary-'));
    // Each line keeps the compiler busy up to its own limit of instantiations.
    const code = Array.from(
      { length: 200 },
      (
        _,
        i,
      ) => `type D${i}<N, A extends 0[] = []> = A['length'] extends N ? 0 : D${i}<N, [...A, 0]> | [D${i}<N, [${i}, ...A, 0]>];
        const x${i}: D${i}<40> = 1;`,
    ).join('\n');
    const leaving = new AbortController();
    const busy = new TypeScriptCompiler(project, temporary).check({ code, language: 'ts' }, { signal: leaving.signal });
    const files = () => readdir(temporary, { recursive: true });
    await expect.poll(files).toContainEqual(expect.stringMatching(/snippet\.ts$/));
    leaving.abort(new Error('left'));
    await expect(busy).rejects.toThrow('left');
    expect(await files()).toEqual([]);
  });

  it('is killed at its deadline', async () => {
    const temporary = await mkdtemp(join(project, 'temporary-'));
    const tool = { ...checkTypescript(new TypeScriptCompiler(project, temporary)), deadlineMs: 1 };
    const toolbox = new Toolbox({ tools: [tool], index: kettleIndex(), allowed: ['check_typescript'] });
    const outcome = await toolbox.call({ name: 'check_typescript', arguments: { code: 'export const a = 1;' } });
    expect(outcome.status).toBe('timed-out');
    await expect.poll(() => readdir(temporary)).toEqual([]);
  });

  it('is a tool that tells a model what to mend', async () => {
    const toolbox = new Toolbox({
      tools: [checkTypescript(compiler)],
      index: kettleIndex(),
      allowed: ['check_typescript'],
    });
    const ask = (code: string) => toolbox.call({ name: 'check_typescript', arguments: { code } });
    expect((await ask('import { Kettle } from "kettle";\nexport const k = new Kettle();')).text).toBe('It compiles.');
    expect((await ask('import { Pot } from "kettle";')).text).toMatch(/^It does not compile:\nline 1: TS2305 Module/);
    expect((await ask('import "../secret";')).text).toBe(
      'Not compiled: "../secret" is no package: only packages can be imported.',
    );
  });
});
