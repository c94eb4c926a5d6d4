import { createHash } from 'node:crypto';
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Sources } from '../../src/use-cases/sources.ts';
import { folderWith, manifest } from '../sources/folders.ts';
import { HashingEmbedder } from './hashing-embedder.ts';
import { openIndex } from './opened-index.ts';

const filler = 'Water boils in the kettle until it whistles, and then it is poured over the leaves. '.repeat(2);
const README = `# Kettle

${filler}

## setErrorHandler(handler)

Called when \`kettle.boil\` fails; see https://kettle.example/docs/errors. ${filler}

## Plug-ins

\`@kettle/timer\` needs \`--max-wait\`. ${filler}`;
const CHANGELOG = `# Changes\n\n## 2.1.0\n\nAdds a lid. ${filler}\n\n## 2.0.0\n\nRemoves the handle. ${filler}\n\n## 1.0.0\n\nFirst. ${filler}`;
const TYPINGS = `/** Boils water. */ export declare function boilWater(litres: number): void;
export interface KettleOptions { maxLitres?: number }`;

function kettle(version = '2.1.0', more: Record<string, string> = {}) {
  const folder = folderWith({
    'package.json': manifest('kettle', version),
    'README.md': README,
    'CHANGELOG.md': CHANGELOG,
    'index.d.ts': TYPINGS,
    ...more,
  });
  return { name: 'kettle', version, folder, isDirect: true };
}

it('finds names exactly, and by their parts', async () => {
  const { index, indexer } = openIndex();
  await indexer.indexPackage(kettle());
  const first = async (question: string) => (await index.search(question, { k: 1 }))[0];
  expect(await first('setErrorHandler')).toMatchObject({
    source: 'kettle',
    version: '2.1.0',
    path: 'README.md',
    anchor: 'seterrorhandlerhandler',
    headings: ['Kettle', 'setErrorHandler(handler)'],
  });
  expect(await first('error handler')).toMatchObject({ anchor: 'seterrorhandlerhandler' });
  expect(await first('@kettle/timer')).toMatchObject({ anchor: 'plug-ins' });
  expect(await first('boilWater')).toMatchObject({ path: 'index.d.ts', anchor: 'L1' });
  expect(await index.search('kettle', { k: 5, source: 'absent' })).toEqual([]);
});

it('mentions what stands there, letter for letter', async () => {
  const { index, indexer } = openIndex();
  await indexer.indexPackage(kettle());
  const known = ['setErrorHandler', 'kettle.boil', '@kettle/timer', '--max-wait', 'maxLitres', 'kettle', 'README.md'];
  const urls = ['https://kettle.example/docs/errors', 'kettle.example'];
  const unknown = [
    'setError',
    'seterrorhandler',
    'kettle.pour',
    '@kettle/time',
    'https://kettle.example/docs/other',
    '--',
    '',
  ];
  expect([...known, ...urls].filter((term) => !index.mentions(term))).toEqual([]);
  expect(unknown.filter((term) => index.mentions(term))).toEqual([]);
  expect(index.mentions('maxLitres', { source: 'kettle', version: '1.0.0' })).toBe(false);
});

it('finds symbols: exact, then other case, then prefixes', async () => {
  const { index, indexer } = openIndex();
  const names = ['boil', 'Boil', 'boilWater', 'BOIL'].map((name) => `export declare const ${name}: 1;`).join('\n');
  await indexer.indexPackage(kettle('2.1.0', { 'index.d.ts': `${names}\nexport interface Options { boil: boolean }` }));
  expect(index.symbols('boil').map(({ name, parent }) => `${parent ?? ''}.${name}`)).toEqual([
    '.boil',
    'Options.boil',
    '.Boil',
    '.BOIL',
    '.boilWater',
  ]);
  expect(index.symbols('Options.boil')).toMatchObject([{ kind: 'member', path: 'index.d.ts', line: 5 }]);
  expect(index.symbols('%')).toEqual([]);
});

it('keeps versions side by side, and tells what changed between two', async () => {
  const { index, indexer } = openIndex();
  await indexer.indexPackage(kettle());
  await indexer.indexPackage(
    kettle('1.0.0', { 'README.md': '# Kettle one', 'CHANGELOG.md': '# Changes\n\n## 1.0.0\n\nFirst.' }),
  );
  expect(index.sources().map(({ name, version, status }) => [name, version, status])).toEqual([
    ['kettle', '2.1.0', 'ready'],
    ['kettle', '1.0.0', 'ready'],
  ]);
  expect(index.page('kettle', 'README.md').version).toBe('2.1.0');
  expect(index.page('kettle', 'README.md', '1.0.0').title).toBe('Kettle one');
  const changes = index.changelog('kettle', '1.0.0', '2.1.0');
  expect(changes.map(({ headings }) => headings.at(-1))).toEqual(['2.1.0', '2.0.0']);
  expect(index.changelog('kettle', '2.1.0', '3.0.0')).toEqual([]);
  expect(() => index.page('kettle', 'absent.md')).toThrow(expect.objectContaining({ code: 'page_not_found' }));
  expect(() => index.page('absent', 'README.md')).toThrow(expect.objectContaining({ code: 'source_not_found' }));
});

it('embeds again only what changed, and forgets what is gone', async () => {
  const embedder = new HashingEmbedder();
  const { index, indexer, database } = openIndex({ embedder });
  const installed = kettle();
  await indexer.indexPackage(installed);
  const before = embedder.passages;
  expect(await indexer.indexPackage(installed)).toMatchObject({ added: [], removed: [], embedded: 0 });
  writeFileSync(join(installed.folder, 'README.md'), README.replace('Plug-ins', 'Extensions'));
  rmSync(join(installed.folder, 'CHANGELOG.md'));
  const changed = await indexer.indexPackage(installed);
  expect([changed.added.length, changed.removed.length, changed.embedded]).toEqual([1, 2, 1]);
  expect(embedder.passages).toBe(before + 1);
  expect(index.changelog('kettle', '1.0.0', '2.1.0')).toEqual([]);
  expect(index.mentions('handle')).toBe(false);
  await indexer.remove('kettle');
  for (const table of ['sources', 'documents', 'sections', 'vectors', 'symbols', 'words', 'mentions']) {
    expect(database.row(`SELECT count(*) rows FROM ${table}`), table).toEqual({ rows: 0 });
  }
  expect(await index.search('kettle', { k: 5 })).toEqual([]);
  await expect(indexer.remove('kettle')).rejects.toMatchObject({ code: 'source_not_found' });
});

it('embeds of an upgrade only what the version before did not say', async () => {
  const embedder = new HashingEmbedder();
  const { index, indexer } = openIndex({ embedder });
  const files = (version: string) => ({
    'package.json': manifest('tea-room', '1.0.0', { dependencies: { kettle: version } }),
    'package-lock.json': JSON.stringify({
      lockfileVersion: 3,
      packages: { '': { dependencies: { kettle: version } }, 'node_modules/kettle': { version } },
    }),
    'node_modules/kettle/package.json': manifest('kettle', version),
    'node_modules/kettle/README.md': README,
  });
  const project = folderWith(files('2.1.0'));
  const sources = () => new Sources({ index, indexer, project, packages: undefined });
  await sources().indexProject();
  const before = embedder.passages;
  expect(before).toBeGreaterThan(0);
  for (const [path, text] of Object.entries(files('2.1.1'))) writeFileSync(join(project, path), text);
  await sources().indexProject();
  expect(index.sources().map(({ name, version }) => [name, version])).toEqual([['kettle', '2.1.1']]);
  expect(embedder.passages).toBe(before);
});

it('still answers from the earlier state when indexing ends half way, and after a restart', async () => {
  const file = join(folderWith({}), 'index.sqlite');
  const first = openIndex({ file });
  const installed = kettle();
  await first.indexer.indexPackage(installed);
  writeFileSync(join(installed.folder, 'README.md'), `# Other\n\n${filler}`);
  const failing = new HashingEmbedder();
  failing.embed = async () => Promise.reject(new Error('gone'));
  await expect(openIndex({ file, embedder: failing }).indexer.indexPackage(installed)).rejects.toThrow('gone');
  expect(first.index.page('kettle', 'README.md').title).toBe('Kettle');
  // As a process leaves it that ends while it indexes.
  first.catalogue.begin(installed, 'package');
  first.catalogue.begin({ name: 'new', version: '1.0.0' }, 'package');
  const second = openIndex({ file });
  expect(second.index.sources().map(({ name, status }) => [name, status])).toEqual([
    ['kettle', 'ready'],
    ['new', 'failed'],
  ]);
  expect(await second.index.search('setErrorHandler', { k: 1 })).toMatchObject([{ path: 'README.md' }]);
});

it('embeds nothing again when files are read in another way', async () => {
  const { indexer, database } = openIndex();
  const installed = kettle();
  const { embedded, added } = await indexer.indexPackage(installed);
  // As an earlier format left them: hashes of files are others, texts with a vector are the same.
  database.run("UPDATE documents SET hash = 'of an earlier format'");
  const again = await indexer.indexPackage(installed);
  expect([again.added.length, again.embedded]).toEqual([added.length, 0]);
  const hash = createHash('sha256').update(
    '3\0hashing\0boilWater\nBoils water.\nexport declare function boilWater(litres: number): void;',
  );
  expect(database.row('SELECT 1 found FROM vectors WHERE hash = ?', hash.digest('base64url'))).toEqual({ found: 1 });
  expect(database.row<{ vectors: number }>('SELECT count(*) vectors FROM vectors')?.vectors).toBe(embedded);
});

describe('an index that two processes share', () => {
  const opened = () => {
    const file = join(folderWith({}), 'index.sqlite');
    return [openIndex({ file }), openIndex({ file })] as const;
  };

  it('is the same in both', async () => {
    const [first, second] = opened();
    await second.indexer.indexPackage(kettle());
    expect(first.index.sources()).toMatchObject([{ name: 'kettle', status: 'ready', documents: 3 }]);
    expect(await first.index.search('setErrorHandler', { k: 1 })).toMatchObject([{ path: 'README.md' }]);
    // Numbers of pages are given anew after a removal.
    await second.indexer.remove('kettle');
    await second.indexer.indexPackage(kettle('3.0.0', { 'README.md': `# Teapot\n\nEarthenware. ${filler}` }));
    expect(await first.index.search('earthenware teapot', { k: 1 })).toMatchObject([{ version: '3.0.0' }]);
    expect(await first.index.search('setErrorHandler', { k: 9, version: '2.1.0' })).toEqual([]);
    await second.indexer.remove('kettle');
    expect(await first.index.search('earthenware teapot', { k: 1 })).toEqual([]);
  });

  it('is written by one at a time', async () => {
    const [first, second] = opened();
    expect(second.database.lock.tryAcquire()).toBe(true);
    const indexed = first.indexer.indexPackage(kettle());
    const left = new AbortController();
    const given = first.indexer.indexPackage(kettle('1.0.0'), left.signal);
    await new Promise((later) => setTimeout(later, 150));
    expect(first.index.sources()).toEqual([]);
    left.abort(new Error('left'));
    second.database.lock.release();
    expect((await indexed).added).toHaveLength(3);
    await expect(given).rejects.toThrow('left');
    await Promise.all([first.indexer.indexPackage(kettle()), second.indexer.indexPackage(kettle('2.2.0'))]);
    expect(second.index.sources()).toMatchObject([{ status: 'ready' }, { status: 'ready' }]);
  });

  it('keeps what one of them is at when the other opens it', async () => {
    const [first] = opened();
    first.catalogue.begin({ name: 'new', version: '1.0.0' }, 'package');
    expect(first.database.lock.tryAcquire()).toBe(true);
    const third = openIndex({ file: first.database.connection.name });
    expect(third.index.sources()).toMatchObject([{ status: 'indexing' }]);
    first.database.lock.release();
    expect(openIndex({ file: first.database.connection.name }).index.sources()).toMatchObject([{ status: 'failed' }]);
  });

  it('counts its sources only when something changed', async () => {
    const [first, second] = opened();
    await first.indexer.indexPackage(kettle());
    const before = first.catalogue.sources();
    expect(first.catalogue.sources()).toBe(before);
    await second.indexer.indexPackage(kettle('3.0.0'));
    expect(first.catalogue.sources()).toHaveLength(2);
  });
});

it('embeds everything anew for another embedder', async () => {
  const file = join(folderWith({}), 'index.sqlite');
  const installed = kettle();
  const { embedded } = await openIndex({ file }).indexer.indexPackage(installed);
  const other = openIndex({ file, embedder: new HashingEmbedder('other') });
  expect((await other.indexer.indexPackage(installed)).embedded).toBe(embedded);
});

it('indexes folders of Markdown and HTML, inside of those that are allowed', async () => {
  const outer = folderWith({
    'docs/guide.html':
      '<title>Guide</title><h1>Guide</h1><script>alert(1)</script><p>Descale the <b>spout</b> monthly.</p>',
    'docs/page.md': '# Page\n\nText.',
    'secret/page.md': '# Secret',
  });
  const docs = join(outer, 'docs');
  symlinkSync(join(outer, 'secret'), join(docs, 'link'));
  const { index, indexer } = openIndex({ allowedFolders: [docs] });
  await indexer.indexFolder('manual', docs);
  expect(index.sources()).toMatchObject([{ name: 'manual', version: undefined, kind: 'folder', documents: 2 }]);
  expect(index.page('manual', 'guide.html').text).toBe('# Guide\n\nDescale the spout monthly.');
  expect(await index.search('descale the spout', { k: 1 })).toMatchObject([{ path: 'guide.html', anchor: 'guide' }]);
  for (const folder of [
    outer,
    join(outer, 'secret'),
    join(docs, '..', 'secret'),
    join(docs, 'link'),
    join(outer, 'absent'),
  ]) {
    await expect(indexer.indexFolder('other', folder), folder).rejects.toMatchObject({ code: 'source_not_found' });
  }
});
