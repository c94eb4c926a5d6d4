import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ProofOptions, proveAnswer } from '../../src/proof/prove-answer.ts';
import type { Reading } from '../../src/tools/readings.ts';
import { searchDocs } from '../../src/tools/search-docs.ts';
import { Toolbox } from '../../src/tools/toolbox.ts';
import { TypeScriptCompiler } from '../../src/tools/typescript/compiler.ts';
import { kettleIndex, kettleSymbols } from '../kettle.ts';

const signal = AbortSignal.timeout(120_000);
const index = kettleIndex();
const kettle3 = [{ source: 'kettle', version: '3.0.0' }];
let project: string;
let compiler: TypeScriptCompiler;
let readings: readonly Reading[];

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'project-'));
  const folder = join(project, 'node_modules/kettle');
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'package.json'),
    '{"name":"kettle","version":"3.0.0","type":"module","types":"index.d.ts"}',
  );
  const typings = `export interface KettleOptions { maxTemperature?: number }
    export interface Kettle { ${kettleSymbols[1]!.signature} }
    ${kettleSymbols[0]!.signature}
    export default createKettle;
    export declare const untyped: any;`;
  await writeFile(join(folder, 'index.d.ts'), typings);
  compiler = new TypeScriptCompiler(project, project);
  const toolbox = new Toolbox({ tools: [searchDocs], index, allowed: ['search_docs'] });
  for (const query of ['timeouts milliseconds', 'degrees at most', 'validates the body']) {
    await toolbox.call({ name: 'search_docs', arguments: { query, source: 'kettle@3' } });
  }
  readings = toolbox.readings;
});
afterAll(() => rm(project, { recursive: true, force: true }));

const prove = (answer: string, options: Partial<ProofOptions> = {}) =>
  proveAnswer(answer, {
    index,
    filters: kettle3,
    readings,
    question: 'How do I boil water?',
    compiler,
    signal,
    ...options,
  });
const numberOf = (anchor: string) => readings.find(({ place }) => place.anchor === anchor)!.number;

describe('what an answer may name', () => {
  it('is what the documentation of that version has', async () => {
    const { text, struck } = await prove('Call `kettle.route(options)`. Then call `kettle.get(path)` on it.');
    expect(text).toMatch(/^Call `kettle\.route\(options\)`/);
    expect(text).not.toContain('get');
    expect(struck).toEqual([
      { kind: 'sentence', text: 'Then call `kettle.get(path)` on it.', terms: ['kettle.get', 'path'] },
    ]);
    const old = await prove('Call `kettle.get(path)` on it.', { filters: [{ source: 'kettle', version: '2.1.0' }] });
    expect(old.struck).toEqual([]);
  });

  it.each([
    ['an identifier', 'Use `fooBarBaz` for it.'],
    ['an identifier without backticks', 'Use fooBarBaz for it.'],
    ['a call', 'Use freeze() for it.'],
    ['an option', 'Start it with `--freeze-all`.'],
    ['a path', 'It stands in docs/Freezing.md of it.'],
    ['a member', 'Use `kettle.freeze` for it.'],
    ['an address in code', 'Get `https://kettle.example.org/freeze` for it.'],
    ['what is left open', 'It came out on [insert date of freezing].'],
  ])('is nothing else: %s', async (_, sentence) => {
    const { text, struck } = await prove(`Set \`maxTemperature\`. ${sentence}`);
    expect(text).toMatch(/^Set `maxTemperature`/);
    expect(text).not.toMatch(/foo|freez/i);
    expect(struck).toHaveLength(1);
  });

  it('is also what the question named, where the answer denies it', async () => {
    const question = 'Does kettle have `freezeWater`?';
    for (const denial of [
      'No, there is no `freezeWater`.',
      '`freezeWater` does not exist in kettle.',
      "Kettle doesn't have `freezeWater`.",
    ]) {
      expect(await prove(denial, { question })).toMatchObject({ text: denial, struck: [] });
    }
    for (const claim of [
      'Yes, use `freezeWater`.',
      'No, use `freezeWater` here.',
      'Use `freezeWater` with no options.',
      'There is no `coolWater`.',
    ]) {
      expect((await prove(claim, { question })).text).toBe('');
    }
  });

  it('leaves no empty list items', async () => {
    const { text } = await prove('Options:\n\n- `maxTemperature` in degrees\n- `freezeAll` in days\n');
    expect(text).toMatch(/^Options:\n\n- `maxTemperature` in degrees/);
    expect(text).not.toMatch(/^-\s*$/m);
  });
});

describe('citations', () => {
  it('are of places, without what stands there', () => {
    for (const { place } of readings) expect(Object.keys(place)).toEqual(['source', 'version', 'path', 'anchor']);
  });

  it('lead only to what was read', async () => {
    const { text, citations, struck } = await prove(
      `\`boilTimeout\` is 5000 milliseconds by default [${numberOf('timeouts')}][99].`,
    );
    expect(text).toBe(`\`boilTimeout\` is 5000 milliseconds by default [${numberOf('timeouts')}].`);
    expect(citations).toEqual([
      {
        number: numberOf('timeouts'),
        source: 'kettle',
        version: '3.0.0',
        path: 'README.md',
        anchor: 'timeouts',
        quote: '`boilTimeout` is 5000 milliseconds by default.',
      },
    ]);
    expect(struck).toEqual([{ kind: 'citation', text: '[99]', terms: [] }]);
  });

  it('are found for a sentence that was read and cites nothing', async () => {
    const { text, sentences } = await prove('`boilTimeout` is 5000 milliseconds by default.');
    expect(text).toContain(`[${numberOf('timeouts')}]`);
    expect(sentences).toMatchObject([{ isUncited: false, isBorneOut: true }]);
  });

  it('are of two pages that say the same, and of the first found of each', async () => {
    const sentence = '`boilTimeout` is 5000 milliseconds by default.';
    const number = numberOf('timeouts');
    const place = { source: 'cups', version: undefined, path: 'cups.md', anchor: 'times' };
    const copies = [1, 2].map((i) => ({ ...readings[0]!, number: 90 + i, place, text: `As in kettle: ${sentence}` }));
    const { text, citations } = await prove(sentence, { readings: [...readings, ...copies] });
    expect(citations.map((citation) => citation.number)).toEqual([number, 91]);
    expect(text).toBe(`\`boilTimeout\` is 5000 milliseconds by default [${number}] [91].`);
  });

  it('are missed where nothing was read of it', async () => {
    const { sentences, citations } = await prove('Cats sleep all day long on warm roofs.');
    expect(sentences).toEqual([
      { text: 'Cats sleep all day long on warm roofs.', citations: [], isUncited: true, isBorneOut: false },
    ]);
    expect(citations).toEqual([]);
  });

  it('are not looked for in code', async () => {
    const { text } = await prove('```ts\nconst first = [1, 2][1];\n```');
    expect(text).toContain('[1, 2][1]');
  });
});

describe('blocks of code', () => {
  const good = 'import { createKettle } from "kettle";\nconst kettle = createKettle({ maxTemperature: 90 });';

  it('are marked when they compile', async () => {
    const { text, snippets } = await prove(`Like this:\n\`\`\`ts\n${good}\n\`\`\``);
    expect(snippets).toMatchObject([{ isVerified: true, problem: undefined }]);
    expect(text).toMatch(/```ts\nimport[\s\S]*```\n\n_Verified: compiles with TypeScript 7\.\d+\.\d+ and the/);
  });

  it('may go on from one to the next', async () => {
    const { snippets } = await prove(`\`\`\`ts\n${good}\n\`\`\`\nThen:\n\`\`\`ts\nawait kettle.boil(80);\n\`\`\``);
    expect(snippets.map(({ isVerified }) => isVerified)).toEqual([true, true]);
    const piece = await prove('```ts\nawait kettle.boil(maxTemperature);\n```', {
      earlierCode: [good, 'const maxTemperature = 80;'],
    });
    expect(piece.snippets).toMatchObject([{ isVerified: true, assumed: [] }]);
  });

  it('may leave to the reader what the package makes and exports', async () => {
    const code = 'async function hot(options: KettleOptions) {\n  await kettle.boil(options.maxTemperature ?? 80);\n}';
    const { text, snippets } = await prove(`\`\`\`ts\n${code}\n\`\`\``);
    expect(snippets).toMatchObject([{ isVerified: true, assumed: ['KettleOptions', 'kettle'] }]);
    expect(text).toContain('where `KettleOptions`, `kettle` comes from the package._');
    const wrong = await prove('```ts\nawait kettle.boil({ schema: 80 });\n```');
    expect(wrong.snippets).toMatchObject([{ isVerified: false, problem: expect.stringMatching(/^line 1: TS2304/) }]);
    const nowhere = await prove('```ts\nawait kettle.boil(80);\n```', { filters: [{ source: 'cups' }] });
    expect(nowhere.snippets.filter(({ isVerified }) => isVerified)).toEqual([]);
  });

  it('stay with a mark when they do not compile and name nothing new', async () => {
    const { text, snippets, struck } = await prove('```ts\nkettle.route({ schema: 5 });\n```');
    expect(snippets).toMatchObject([{ isVerified: false, problem: expect.stringMatching(/^line 1: TS2304/) }]);
    expect(text).toContain('_Not verified: line 1: TS2304');
    expect(struck).toEqual([]);
  });

  it.each([
    ['a member', 'ts', 'kettle.freeze({ schema: 5 });'],
    ['an option', 'js', 'createKettle({ freezeAll: true });'],
    ['a module', 'ts', 'import freezer from "freezer";'],
    ['a member, though it compiles', 'ts', 'export const a = (it: any) => it.freezeWater();'],
    ['a member of what is required', 'js', 'const kettle = require("kettle");\nkettle.freezeWater();'],
    ['an option of a command', 'sh', 'kettle --freeze-all'],
    ['an address, though it compiles', 'ts', "export const at = 'https://evil.invalid/?q=1';"],
    ['an address in data', 'json', '{ "at": "https://evil.invalid/?q=1" }'],
  ])('go when they name what is not there: %s', async (_, language, code) => {
    const { text, struck } = await prove(`\`\`\`${language}\n${code}\n\`\`\``);
    expect(text).toBe('');
    expect(struck).toMatchObject([{ kind: 'code' }]);
  });

  it('count as not verified for another version than the installed one', async () => {
    const filters = [{ source: 'kettle', version: '2.1.0' }];
    const { snippets } = await prove('```ts\nexport const path = 5;\n```', { filters });
    const problem = 'kettle 2.1.0 is not the version that is compiled with, 3.0.0';
    expect(snippets).toMatchObject([{ isVerified: false, problem }]);
    const both = await prove('```ts\nexport const path = 5;\n```', { filters: [...filters, ...kettle3] });
    expect(both.snippets).toMatchObject([{ isVerified: true }]);
  });

  it('count as not verified without a compiler', async () => {
    const { snippets } = await prove(`\`\`\`ts\n${good}\n\`\`\``, { compiler: undefined });
    expect(snippets).toMatchObject([{ isVerified: false, problem: 'there was no compiler' }]);
  });
});
