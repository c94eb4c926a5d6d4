import { describe, expect, it } from 'vitest';
import { calculate } from '../../src/tools/calculate.ts';
import { changelogBetween } from '../../src/tools/changelog-between.ts';
import { currentTime } from '../../src/tools/current-time.ts';
import { findSymbol } from '../../src/tools/find-symbol.ts';
import { listSources } from '../../src/tools/list-sources.ts';
import { readPage } from '../../src/tools/read-page.ts';
import { searchDocs } from '../../src/tools/search-docs.ts';
import { Toolbox } from '../../src/tools/toolbox.ts';
import { kettleIndex } from '../kettle.ts';
import { SmallIndex } from '../small-index.ts';

const tools = [
  searchDocs,
  readPage,
  listSources,
  findSymbol,
  changelogBetween,
  calculate,
  currentTime(() => new Date('2026-01-02T03:04:05Z')),
];

function call(name: string, args: unknown) {
  const toolbox = new Toolbox({ tools, index: kettleIndex(), allowed: tools.map((tool) => tool.name) });
  return toolbox.call({ name, arguments: args });
}
const textOf = async (name: string, args: unknown) => (await call(name, args)).text;

describe('search_docs', () => {
  it('gives numbered sections with their places', async () => {
    const { text, readings } = await call('search_docs', { query: 'validate the body', source: 'kettle@3' });
    expect(text).toMatch(/^\[1\] kettle@3\.0\.0 README\.md#routes \(Kettle > Routes\)\nCall `kettle\.route/);
    expect(readings[0]?.place).toMatchObject({
      source: 'kettle',
      version: '3.0.0',
      path: 'README.md',
      anchor: 'routes',
    });
  });

  it('keeps versions apart', async () => {
    expect(await textOf('search_docs', { query: 'validation of the body', source: 'kettle@2.1.0' })).toContain(
      'kettle.start',
    );
    expect(await textOf('search_docs', { query: 'validation of the body', source: 'kettle@9' })).toMatch(
      /kettle 9 is not here: there is 3\.0\.0, 2\.1\.0\./,
    );
  });

  it('says when there is nothing, and which source comes near', async () => {
    expect(await textOf('search_docs', { query: 'zebra' })).toBe('Nothing found. Try other words.');
    expect(await textOf('search_docs', { query: 'body', source: 'kettle-js' })).toContain('Did you mean kettle?');
  });
});

describe('read_page', () => {
  it('reads the part below a heading, also where the anchor stands behind the path', async () => {
    const part = await call('read_page', { source: 'kettle@3', path: './README.md#options' });
    expect(part.readings[0]).toMatchObject({ place: { anchor: 'options' }, headings: ['Kettle', 'Options'] });
    expect(part.text).toContain('boilTimeout');
    expect(part.text).not.toContain('createKettle');
  });

  it.each([
    '../secrets.md',
    'docs/../../secrets.md',
    '/etc/passwd',
    '~/.npmrc',
    'file:///etc/passwd',
    'a\\..\\b',
    'a\0b',
  ])('refuses %j before the index sees it', async (path) => {
    const index = kettleIndex();
    const toolbox = new Toolbox({ tools, index, allowed: ['read_page'] });
    const outcome = await toolbox.call({ name: 'read_page', arguments: { source: 'kettle', path } });
    expect(outcome.status).toBe('arguments-invalid');
    expect(outcome.text).toMatch(/^Wrong arguments for read_page: path: must .*Right would be: \{"source"/);
    expect(index.touched).toEqual([]);
  });

  it('takes a line of typings, with the comment before it', async () => {
    const text = '/** One. */\nexport declare const one: 1;\n\n/**\n * Two.\n */\nexport declare const two: 2;\nend';
    const index = new SmallIndex([{ source: 'kettle', version: '3.0.0', path: 'index.d.ts', text }]);
    const toolbox = new Toolbox({ tools, index, allowed: ['read_page'] });
    const read = (path: string) => toolbox.call({ name: 'read_page', arguments: { source: 'kettle', path } });
    const { readings } = await read('index.d.ts#L7');
    expect(readings).toMatchObject([
      { place: { anchor: 'L7' }, text: '/**\n * Two.\n */\nexport declare const two: 2;\nend' },
    ]);
    expect((await read('index.d.ts#L99')).text).toContain('Its anchors are lines');
  });

  it('says which headings there are', async () => {
    expect(await textOf('read_page', { source: 'kettle@3', path: 'README.md', anchor: 'nowhere' })).toContain(
      'It has: kettle, routes, options, timeouts',
    );
    expect(await textOf('read_page', { source: 'kettle@3', path: 'nowhere.md' })).toContain('has no page');
  });
});

describe('the other tools over the index', () => {
  it('list_sources', async () => {
    expect(await textOf('list_sources', {})).toBe('kettle@3.0.0\nkettle@2.1.0\ncups');
    expect(await textOf('list_sources', { name: 'cup' })).toBe('cups');
  });

  it('find_symbol takes the last word of a call', async () => {
    const { text, readings } = await call('find_symbol', { name: 'kettle.boil()' });
    expect(text).toContain('[1] kettle@3.0.0 index.d.ts#L20 (member Kettle.boil)');
    expect(text).toContain('boil(degrees: number): Promise<void>;');
    expect(readings).toHaveLength(1);
  });

  it('changelog_between takes versions in any order and with marks', async () => {
    const text = await textOf('changelog_between', { source: 'kettle', from: 'v3.0.0', to: '^2.0.0' });
    expect(text).toContain('returns a promise');
    expect(text).toContain('Adds `maxTemperature`');
    expect(text).not.toContain('Drops');
  });

  it.each([
    ['2', '3', ['returns a promise'], ['maxTemperature']],
    ['2.0', '3', ['returns a promise', 'maxTemperature'], ['Drops']],
    ['3', '2.0', ['returns a promise', 'maxTemperature'], ['Drops']],
    ['3.0.0', '3.0.0-rc.1', ['between 3.0.0-rc.1 and 3.0.0'], ['maxTemperature']],
  ])('changelog_between takes %s to %s as all that they may stand for', async (from, to, has, lacks) => {
    const text = await textOf('changelog_between', { source: 'kettle', from, to });
    for (const words of has) expect(text).toContain(words);
    for (const words of lacks) expect(text).not.toContain(words);
  });
});

describe('calculate', () => {
  it.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['-2 ^ 2', -4],
    ['2 ** 3 ** 2', 512],
    ['7 % 4 - -1', 4],
    ['0.1 + 0.2', 0.3],
    ['round(2.567, 1) + max(1, 2, 3)', 5.6],
    ['sqrt(2 ^ 10) / 1e1', 3.2],
    ['LN(e)', 1],
  ])('%s is %d', async (expression, value) => {
    expect(await textOf('calculate', { expression })).toBe(`${expression} = ${value}`);
  });

  it.each([
    ['1 +', 'ends too early'],
    ['1 / 0', 'division by zero'],
    ['9 ^ 9 ^ 9', 'not a finite number'],
    ['process.exit(1)', '".exit(1)" is no number'],
    ['process', '"process" is not known'],
    ['constructor', '"constructor" is not known'],
    ['1; 2', '"; 2" is no number'],
    [`${'('.repeat(60)}1${')'.repeat(60)}`, 'nested too deeply'],
    ['round(1, 2, 3)', 'takes other arguments'],
    ['2 (3)', '"(" is not expected there'],
  ])('refuses %s', async (expression, problem) => {
    expect(await textOf('calculate', { expression })).toContain(problem);
  });
});

describe('current_time', () => {
  it('tells the time of a zone', async () => {
    expect(await textOf('current_time', { zone: 'Asia/Tokyo' })).toBe(
      'Friday, 2 January 2026 at 12:04:05 GMT+9 (2026-01-02T03:04:05.000Z)',
    );
    expect(await textOf('current_time', { zone: 'Mars/Base' })).toContain('must be a time zone');
  });
});
