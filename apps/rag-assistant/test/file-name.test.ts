import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimsPdf, safeFileName } from '../src/ingestion/file-name.ts';

describe('safeFileName', () => {
  it.each([
    ['report.pdf', 'report.pdf'],
    ['../../x', 'x'],
    ['C:\\temp\\x.pdf', 'x.pdf'],
    ['folder/', 'document'],
    ['..', 'document'],
    ['   ', 'document'],
    [undefined, 'document'],
    ['a\u202Efdp.exe', 'afdp.exe'],
    ['nin\u0303o.pdf', 'niño.pdf'],
    ['🚢'.repeat(300), '🚢'.repeat(200)],
    ['x\ud800y', 'x\uFFFDy'],
  ])('makes %j harmless', (given, name) => {
    expect(safeFileName(given)).toBe(name);
  });

  it('never is a path, and stays as it is', () => {
    const names = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[./\\a\u202e\0]{0,9}$/));
    fc.assert(
      fc.property(names, (given) => {
        const name = safeFileName(given);
        expect(name).not.toMatch(/[/\\\p{Cc}\p{Cf}]|^\.*$/u);
        expect(name.isWellFormed()).toBe(true);
        expect([...name].length).toBeLessThanOrEqual(200);
        expect(safeFileName(name)).toBe(name);
      }),
    );
  });
});

it.each([
  ['a.pdf', undefined, true],
  ['a.PDF', 'text/plain', true],
  ['a', 'application/pdf', true],
  ['pdf', undefined, false],
  ['a.pdf.txt', 'text/plain', false],
])('claimsPdf: %s as %s', (name, type, claims) => {
  expect(claimsPdf(name, type)).toBe(claims);
});
