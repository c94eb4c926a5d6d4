import { symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ConfinedFolder, DEFAULT_LIMITS } from '../../src/sources/confined-folder.ts';
import { folderWith } from './folders.ts';

it('reads nothing outside of its folder', () => {
  const outer = folderWith({ 'secret.md': 'secret', 'inner/page.md': 'page', 'inner-too/page.md': 'other' });
  const inner = join(outer, 'inner');
  symlinkSync(join(outer, 'secret.md'), join(inner, 'link.md'));
  symlinkSync(outer, join(inner, 'up'));
  const folder = new ConfinedFolder(inner);
  expect(folder.text('page.md')).toBe('page');
  for (const path of [
    'link.md',
    'up/secret.md',
    '../secret.md',
    'x/../../secret.md',
    '../inner-too/page.md',
    join(outer, 'secret.md'),
    'page.md\0',
  ]) {
    expect(folder.text(path), path).toBeUndefined();
  }
  expect(folder.notes).toContain('link.md leads out of the folder');
});

it('lists what lies below a folder, without links to folders, hidden files and installed packages', () => {
  const root = folderWith({ 'a.md': 'a', 'b/c.md': 'c', 'node_modules/x/y.md': 'y', '.git/z.md': 'z' });
  symlinkSync(root, join(root, 'b/circle'));
  expect(new ConfinedFolder(root).files('.', (path) => path.endsWith('.md'))).toEqual(['a.md', 'b/c.md']);
  expect(new ConfinedFolder(root).files('../', () => true)).toEqual([]);
  expect(new ConfinedFolder(root).files('absent', () => true)).toEqual([]);
});

it('passes over what is too large, too much or no text, and says so', () => {
  const root = folderWith({
    'huge.md': '',
    'binary.md': new Uint8Array([80, 75, 3, 4, 0, 0]),
    'a/b/c.md': 'deep',
    'd.md': '12345678',
  });
  truncateSync(join(root, 'huge.md'), 50 * 2 ** 20);
  const folder = new ConfinedFolder(root, { ...DEFAULT_LIMITS, depth: 1, files: 2, totalBytes: 10 });
  expect([folder.text('huge.md'), folder.text('binary.md')]).toEqual([undefined, undefined]);
  expect(folder.text('d.md')).toBe('12345678');
  expect(folder.text('a/b/c.md')).toBeUndefined();
  expect(folder.files('.', () => true)).toEqual(['binary.md', 'd.md']);
  expect(folder.notes).toEqual([
    'huge.md is larger than 2097152 bytes',
    'binary.md is no text',
    'a/b/c.md and later files are beyond 10 bytes together',
    'a/b lies deeper than 1 folders',
    'there are more than 2 files',
  ]);
});
