import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_FILTER_CONDITIONS, matchesFilter, parseFilter } from '../src/index.ts';

const matches = (metadata: Record<string, string | number | boolean>, filter: unknown) =>
  matchesFilter(metadata, parseFilter(filter));

describe('filters', () => {
  const document = { kind: 'bird', legs: 2, flies: true };

  it.each([
    [{ kind: 'bird' }, true],
    [{ kind: 'fish' }, false],
    [{ kind: 'bird', legs: 4 }, false],
    [{ legs: { gte: 2, lt: 3 } }, true],
    [{ legs: { gt: 2 } }, false],
    [{ kind: { in: ['fish', 'bird'] } }, true],
    [{ kind: { nin: ['fish', 'bird'] } }, false],
    [{ kind: { gt: 'a' } }, true],
    [{ legs: { gt: 'a' } }, false],
    [{ flies: { gt: false } }, false],
    [{ tail: { exists: false } }, true],
    [{ tail: { ne: 'long' } }, true],
    [{ tail: { nin: ['long'] } }, true],
    [{ tail: { lt: 5 } }, false],
    [{ not: { kind: 'bird' } }, false],
    [{ or: [{ kind: 'fish' }, { legs: 2 }] }, true],
    [{ and: [{ kind: 'bird' }, { not: { legs: 4 } }] }, true],
  ])('%j is %s', (filter, expected) => {
    expect(matches(document, filter)).toBe(expected);
  });

  it('never takes what an object inherits for metadata', () => {
    expect(matches({}, { constructor: { exists: true } })).toBe(false);
    expect(matches({}, { toString: { exists: false } })).toBe(true);
  });

  it.each([
    ['filter_operator_unknown', { legs: { near: 2 } }],
    ['filter_invalid', {}],
    ['filter_invalid', { legs: {} }],
    ['filter_invalid', { legs: null }],
    ['filter_invalid', { 'bad key': 1 }],
    ['filter_invalid', { legs: { in: [] } }],
    ['filter_invalid', { legs: { exists: 'yes' } }],
    ['filter_invalid', { and: [] }],
    ['filter_invalid', { not: 'x' }],
    ['filter_invalid', { and: Array.from({ length: MAX_FILTER_CONDITIONS + 1 }, () => ({ a: 1 })) }],
    ['filter_invalid', { not: { not: { not: { not: { not: { not: { not: { not: { not: { a: 1 } } } } } } } } } }],
  ])('refuses with %s: %j', (code, filter) => {
    expect(() => parseFilter(filter)).toThrow(expect.objectContaining({ code }));
  });

  it('parses or refuses anything, and throws nothing else', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        try {
          expect(typeof matchesFilter({ a: 1 }, parseFilter(value))).toBe('boolean');
        } catch (error) {
          expect(error).toMatchObject({ name: 'ServiceError' });
        }
      }),
    );
  });

  it('holds exactly where its negation does not', () => {
    const value = fc.oneof(fc.constantFrom('a', 'b'), fc.integer({ min: 0, max: 3 }), fc.boolean());
    const operator = fc.constantFrom('eq', 'ne', 'gt', 'gte', 'lt', 'lte');
    const condition = fc
      .tuple(fc.constantFrom('x', 'y'), operator, value)
      .map(([field, op, operand]) => ({ [field]: { [op]: operand } }));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('x', 'y'), value), condition, (metadata, filter) => {
        expect(matches(metadata, { not: filter })).toBe(!matches(metadata, filter));
      }),
    );
  });
});
