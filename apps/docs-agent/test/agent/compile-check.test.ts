import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isCompileCheck } from '../../src/agent/planning/compile-check.ts';
import { checkTypescript } from '../../src/tools/check-typescript.ts';
import { TypeScriptCompiler } from '../../src/tools/typescript/compiler.ts';
import { answered, asking, KETTLE_TOOLS } from './asking.ts';

const TYPINGS = `export interface KettleOptions { maxTemperature?: number }
export declare function createKettle(options?: KettleOptions): { boil(degrees: number): Promise<void> };
export declare const sign: '![](https://evil.invalid/a.png)';
`;
const GOOD = 'import { createKettle } from "kettle";\nawait createKettle({ maxTemperature: 90 }).boil(80);';
const BAD = 'import { createKettle } from "kettle";\ncreateKettle({ warmth: 90 });';
const snippet = (code: string, language = 'ts') => `\n\`\`\`${language}\n${code}\n\`\`\``;

let project: string;
let compiler: TypeScriptCompiler;
beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'project-'));
  const folder = join(project, 'node_modules/kettle');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"name":"kettle","version":"3.0.0","types":"index.d.ts"}');
  writeFileSync(join(folder, 'index.d.ts'), TYPINGS);
  compiler = new TypeScriptCompiler(project, project);
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

type Replies = Parameters<typeof asking>[0];
const askingCompiler = (replies: Replies) =>
  asking(replies, { provider: { tools: [...KETTLE_TOOLS, checkTypescript(compiler)] } });

describe('a question whether a snippet compiles', () => {
  it('is answered by the compiler, without a model', async () => {
    const { ask, model } = askingCompiler([]);
    const { answer, types } = await answered(ask, `Does this compile with kettle 3?${snippet(GOOD)}`);
    expect(answer).toMatchObject({
      answer: 'Yes, it compiles with the packages that are installed.',
      abstained: false,
      finish_reason: 'stop',
    });
    expect(types).toEqual(['plan', 'tool_call', 'tool_result', 'token', 'done']);
    expect(model.requests).toHaveLength(0);
    await expect(
      ask.requireModel({ owner: 'somebody', question: `Does this compile?${snippet(GOOD)}` }, AbortSignal.abort()),
    ).resolves.toBeUndefined();
  });

  it('is answered with what does not fit, in its language', async () => {
    const { ask } = askingCompiler([]);
    const { answer } = await answered(ask, `¿Compila este código?${snippet(BAD)}`);
    expect(answer.answer).toMatch(/^No, no compila con los paquetes instalados:\n\n```text\nline 2: TS2353 .*'warmth'/);
    expect(answer.abstained).toBe(false);
  });

  it('shows what typings say as code, and no image of theirs', async () => {
    const { ask } = askingCompiler([]);
    const code = 'import { sign } from "kettle";\nconst tea: "green" = sign;';
    const { answer } = await answered(ask, `Does this type-check?${snippet(code)}`);
    expect(answer.answer).toMatch(/^No.*:\n\n```text\nline 2: TS2322 .*evil\.invalid.*\n```$/);
  });

  it('is an ordinary one where the version is not the installed one, or nothing compiles here', async () => {
    const old = await answered(
      askingCompiler([{ text: 'Yes.' }]).ask,
      `Does this compile with kettle 4?${snippet(GOOD)}`,
    );
    expect(old.answer.steps.map(({ tool }) => tool)).toContain('search_docs');
    const without = await answered(asking([{ text: 'Yes.' }]).ask, `Does this compile with kettle?${snippet(GOOD)}`);
    expect(without.answer.steps.map(({ tool }) => tool)).toContain('search_docs');
  });

  it.each([
    [`Does this compile?${snippet('a')}`, true],
    [`Will this type-check with zod 4?${snippet('a', '')}`, true],
    [`Please check whether this compiles:${snippet('a')}`, true],
    [`Is there a type error in this?${snippet('a', 'tsx')}`, true],
    [`¿Compila esto?${snippet('a')}`, true],
    [`Why does this not compile?${snippet('a')}`, false],
    [`Does this compile, and if not, how do I fix it?${snippet('a')}`, false],
    [`Does this compile?${snippet('a', 'python')}`, false],
    [`Does this compile?${snippet('a', 'js')}`, false],
    [`Does this log twice?${snippet('a')}`, false],
    ['Does kettle compile?', false],
  ])('%s', (question, expected) => {
    expect(isCompileCheck(question)).toBe(expected);
  });
});

describe('what the compiler says of a snippet', () => {
  const question = `Why does this not compile with kettle?${snippet(BAD)}`;

  it('bears a sentence out that no page does', async () => {
    const said = 'Line 2 fails, because `warmth` does not exist in type `KettleOptions`.';
    const { ask } = askingCompiler([{ text: said }]);
    const { answer } = await answered(ask, question);
    expect(answer).toMatchObject({ answer: said, abstained: false, citations: [], struck: [] });
  });

  it.each(['It compiles.', 'Line 7 fails, because `warmth` does not exist.', 'Use `warmth` in `KettleOptions`.'])(
    'bears nothing else out: %s',
    async (said) => {
      const { ask } = askingCompiler([{ text: said }]);
      expect((await answered(ask, question)).answer.abstained).toBe(true);
    },
  );
});
