import { expect, it } from 'vitest';
import { packageContent } from '../../src/sources/package-content.ts';
import type { ReadSymbol } from '../../src/sources/source-document.ts';
import { CUT, folderWith, manifest } from './folders.ts';

async function read(files: Record<string, string>, more: object = {}) {
  const folder = folderWith({ 'package.json': manifest('kettle', '1.0.0', more), ...files });
  const documents = packageContent({ folder }, CUT).documents;
  const contents = await Promise.all(documents.map(async (document) => ({ ...document, ...(await document.read()) })));
  return { paths: contents.map(({ path }) => path), contents, symbols: contents.flatMap(({ symbols }) => symbols) };
}

const named = ({ parent, name, kind }: ReadSymbol) => `${kind} ${parent ? `${parent}.` : ''}${name}`;

it('reads declarations with comments, overloads and members', async () => {
  const { symbols, contents } = await read({
    'index.d.ts': `import type { Cup } from "cup";
/**
 * Boils water.
 * @deprecated use {@link Kettle}
 */
export declare function boil(litres: number): Promise<Cup>;
export declare function boil(options: { litres: number }): Promise<Cup>;
export declare class Kettle<T> extends Base {
  #secret: string;
  private hidden: number;
  /** In degrees. */
  readonly temperature: number;
  pour(cup: Cup): void;
}
export interface Options { 'max-litres'?: number; lid: boolean }
export type Shape = { height: number };
export declare enum Colour { Red, Blue }
export declare const VERSION: string, OTHER: number;
declare const internal: number;
export declare namespace tools { function clean(): void; export interface Brush { soft: boolean } }`,
  });
  expect(symbols.map(named)).toEqual([
    'function boil',
    'function boil',
    'class Kettle',
    'member Kettle.temperature',
    'member Kettle.pour',
    'interface Options',
    'member Options.max-litres',
    'member Options.lid',
    'type Shape',
    'member Shape.height',
    'enum Colour',
    'member Colour.Red',
    'member Colour.Blue',
    'variable VERSION',
    'variable OTHER',
    'namespace tools',
    'function tools.clean',
    'interface tools.Brush',
    'member Brush.soft',
  ]);
  const [boil, overload, kettle, temperature] = symbols;
  expect(boil).toMatchObject({ comment: 'Boils water.\n@deprecated use {@link Kettle}', line: 6 });
  expect(boil!.signature).toBe('export declare function boil(litres: number): Promise<Cup>;');
  expect(overload!.comment).toBeUndefined();
  expect(kettle!.signature).toBe('export declare class Kettle<T> extends Base');
  expect(temperature).toMatchObject({ comment: 'In degrees.', signature: 'readonly temperature: number;' });
  const sections = contents.flatMap((document) => document.sections);
  expect(sections.find(({ headings }) => headings[0] === 'Kettle')).toMatchObject({ isEmbedded: true });
  expect(sections.find(({ headings }) => headings[0] === 'VERSION')).toMatchObject({ isEmbedded: false });
  const lines = sections.map(({ headings, anchor }) => [headings.at(-1), anchor]);
  expect(lines.slice(0, 3)).toEqual([
    ['boil', 'L6'],
    ['Kettle', 'L8'],
    ['Options', 'L15'],
  ]);
});

it('gives the rest of a long declaration the line on which it goes on', async () => {
  const members = Array.from(
    { length: 9 },
    (_, n) => `  /** ${'The water is hot. '.repeat(8)} */\n  part${n}: number;`,
  );
  const { contents } = await read({ 'index.d.ts': `export interface Kettle {\n${members.join('\n')}\n}` });
  const { sections, text } = contents[0]!;
  expect(sections.length).toBeGreaterThan(2);
  const lines = text.split('\n');
  for (const section of sections) {
    const line = lines[Number(section.anchor!.slice(1)) - 1]!;
    expect(section.text).toContain(line.trim().replace(/ \{$/, ''));
  }
  expect(new Set(sections.map(({ anchor }) => anchor)).size).toBe(sections.length);
});

it('follows what is exported inside of the package, also in circles, and never out of it', async () => {
  const { symbols, paths } = await read(
    {
      'lib/main.d.ts': `export * from './a.js'; export { b as renamed } from './b.js'; export * as tools from './tools';
import { lost } from "../../outside.js"; export { lost }; export * from "other-package";`,
      'lib/a.d.ts':
        "export * from './b.js'; export * from './main.js'; export { circle } from './b.js'; export declare const a: 1;",
      'lib/b.d.ts':
        "export * from './a.js'; export { circle } from './a.js'; export declare const b: 2; declare const own: 3;",
      'lib/tools/index.d.ts': 'export declare function tool(): void;',
      'lib/unreached.d.ts': 'export declare const unreached: 1;',
    },
    {
      exports: {
        '.': { require: { types: './lib/main.d.cts' }, import: { types: './lib/main.d.ts' } },
        './*': './lib/*',
      },
    },
  );
  expect(symbols.map(named).sort()).toEqual(['function tools.tool', 'variable a', 'variable b', 'variable renamed']);
  expect(paths.sort()).toEqual(['lib/a.d.ts', 'lib/b.d.ts', 'lib/tools/index.d.ts']);
});

it('reads `export =` with a namespace that passes names on', async () => {
  const { symbols } = await read(
    {
      'k.d.ts': `import { Instance } from './instance'; declare namespace kettle { export const on: boolean; export { Instance } }
declare function kettle(): Instance; export = kettle;`,
      'instance.d.ts': 'export interface Instance { pour(): void }',
    },
    { types: 'k.d.ts' },
  );
  expect(symbols.map(named)).toEqual(
    expect.arrayContaining(['function kettle', 'variable kettle.on', 'interface Instance', 'member Instance.pour']),
  );
});

it('survives typings that do not parse, and cuts long signatures', async () => {
  const long = `export type Long = ${Array.from({ length: 600 }, (_, i) => `'value-${i}'`).join(' | ')};`;
  expect((await read({ 'index.d.ts': 'export declare function (((' })).symbols).toEqual([]);
  const { symbols } = await read({ 'index.d.ts': long });
  expect(symbols[0]!.signature).toHaveLength(2_000);
});

it('follows patterns of `exports` where a package has no typings of its own, and reads twins once', async () => {
  const parts = {
    'dist/esm/brew.d.ts': 'export declare function brew(): void;',
    'dist/esm/deep/pour.d.ts': 'export {};',
  };
  const pattern = { './*': { import: './dist/esm/*', require: './dist/cjs/*' } };
  const main = { '.': { types: './dist/esm/index.d.ts' } };
  expect((await read(parts, { exports: { ...main, ...pattern } })).symbols.map(named)).toEqual(['function brew']);
  const whole = { ...parts, 'dist/esm/index.d.ts': 'export declare const only: number;' };
  expect((await read(whole, { exports: { ...main, ...pattern } })).symbols.map(named)).toEqual(['variable only']);
  const twins = {
    'index.d.mts': 'export declare const tea: number;',
    'index.d.ts': 'export declare const tea: number;',
  };
  const { paths } = await read(twins, { exports: { '.': './index.mjs', './index': './index.js' } });
  expect(paths).toEqual(['index.d.mts']);
});
