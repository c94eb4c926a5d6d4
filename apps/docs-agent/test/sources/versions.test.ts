import { expect, it } from 'vitest';
import { compareVersions, isVersion, versionIn } from '../../src/sources/versions.ts';

it('orders versions as SemVer 2.0.0 does in its own example, item 11', () => {
  const ordered = [
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-beta',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0-rc.1',
    '1.0.0',
    '1.0.10',
    '1.2.0',
    '2.0.0',
    '10.0.0',
  ];
  expect(ordered.toReversed().sort(compareVersions)).toEqual(ordered);
  expect(compareVersions('v1.0.0', '1.0.0+build.5')).toBe(0);
  expect(compareVersions('latest', '0.0.1')).toBeLessThan(0);
});

it.each([
  ['## [5.1.0] - 2024-10-07', '5.1.0'],
  ['v2.0.0-rc.1 (next)', '2.0.0-rc.1'],
  ['1.2.3+build', '1.2.3'],
  ['2024-10-07', undefined],
  ['Requires 1.2', undefined],
  ['192.168.0.1.5', undefined],
])('finds the version in "%s"', (text, version) => expect(versionIn(text)).toBe(version));

it('knows a version from a range', () => {
  expect(['1.2.3', 'v1.2.3-a.1', '^1.2.3', '1.2', ''].map(isVersion)).toEqual([true, true, false, false, false]);
});
