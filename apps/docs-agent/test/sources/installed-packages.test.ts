import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { installedPackages } from '../../src/sources/installed-packages.ts';
import { folderWith, manifest } from './folders.ts';

const files = {
  'package.json': JSON.stringify({ dependencies: { kettle: '^2.0.0' } }),
  'node_modules/kettle/package.json': manifest('kettle', '2.1.0'),
  'node_modules/spout/package.json': manifest('spout', '1.0.0'),
  'node_modules/kettle/node_modules/spout/package.json': manifest('spout', '0.9.0'),
  'node_modules/@tea/pot/package.json': manifest('@tea/pot', '3.0.0'),
  'apps/cup/node_modules/kettle/package.json': manifest('kettle', '1.5.0'),
};

function lock(packages: object, lockfileVersion = 3): string {
  return JSON.stringify({ lockfileVersion, packages });
}

const LOCK = lock({
  '': { dependencies: { kettle: '^2.0.0' } },
  'apps/cup': { devDependencies: { kettle: '^1.0.0', '@tea/pot': '*' } },
  'node_modules/cup': { resolved: 'apps/cup', link: true },
  'node_modules/kettle': { version: '2.1.0' },
  'node_modules/kettle/node_modules/spout': { version: '0.9.0' },
  'node_modules/spout': { version: '1.0.0' },
  'node_modules/@tea/pot': { version: '3.0.0' },
  'node_modules/other-platform': { version: '1.0.0', optional: true },
  'apps/cup/node_modules/kettle': { version: '1.5.0' },
  'node_modules/../../outside': { version: '6.6.6' },
});

function found(project: string): string[] {
  return installedPackages(project).map(
    ({ name, version, isDirect }) => `${name}@${version}${isDirect ? ' direct' : ''}`,
  );
}

it('finds every version that the lock file and the disk have, and what the project and its workspaces name', () => {
  expect(found(folderWith({ ...files, 'package-lock.json': LOCK })).sort()).toEqual([
    '@tea/pot@3.0.0 direct',
    'kettle@1.5.0 direct',
    'kettle@2.1.0 direct',
    'spout@0.9.0',
    'spout@1.0.0',
  ]);
});

it.each([
  ['no lock file', undefined],
  ['one of an unknown version', lock({}, 99)],
  ['one that is broken', '{"lockfileVersion": 3, "packages": '],
  ['one of another shape', lock({ 'node_modules/kettle': 'nonsense' })],
])('walks node_modules with %s', (_, text) => {
  const project = folderWith({ ...files, ...(text && { 'package-lock.json': text }) });
  expect(found(project).sort()).toEqual(['@tea/pot@3.0.0', 'kettle@2.1.0 direct', 'spout@0.9.0', 'spout@1.0.0']);
});

it('takes no package from outside of the project', () => {
  const outside = folderWith({ 'package.json': manifest('outside', '1.0.0') });
  const project = folderWith({ 'package.json': '{}' });
  mkdirSync(join(project, 'node_modules'));
  symlinkSync(outside, join(project, 'node_modules/outside'));
  expect(found(project)).toEqual([]);
});
