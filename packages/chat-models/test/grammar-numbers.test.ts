import type { JsonSchema } from '@pareto/contracts';
import { array, assert, asyncProperty, double, integer, option, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileSchema } from '../src/llama-cpp/grammar/builder.ts';
import { GbnfSampler } from './gbnf-sampler.ts';
import { acceptor, randomNumbers, refusal, validator } from './grammar-engine.ts';

describe('bounds of integers', () => {
  const bound = option(integer({ min: -1200, max: 1200 }), { nil: undefined });

  it('are exact', async () => {
    await assert(
      asyncProperty(
        record({ minimum: bound, maximum: bound, exclusiveMinimum: bound, exclusiveMaximum: bound }),
        async (bounds) => {
          const schema = asked({ type: 'integer', ...bounds });
          const isValid = validator(schema);
          if (refusal(schema) !== undefined) {
            for (let i = -1201; i <= 1201; i += 1) expect(isValid(i)).toBe(false);
            return;
          }
          const accepts = await acceptor(schema);
          for (let i = -1300; i <= 1300; i += 13) expect([i, accepts(`${i}`)]).toEqual([i, isValid(i)]);
          for (const edge of Object.values(bounds).filter((value) => value !== undefined)) {
            for (const i of [edge - 1, edge, edge + 1]) expect([i, accepts(`${i}`)]).toEqual([i, isValid(i)]);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('may have up to 16 digits, and more where they bind nothing', async () => {
    const accepts = await acceptor({ type: 'integer', minimum: -(2 ** 63), maximum: 2 ** 63 });
    expect(accepts('-9999999999999999')).toBe(true);
    expect(refusal({ type: 'integer', minimum: 1e17 })).toBe('schema.minimum');
    const safe = await acceptor({ type: 'integer', maximum: Number.MAX_SAFE_INTEGER });
    expect([safe('9007199254740991'), safe('9007199254740992')]).toEqual([true, false]);
  });
});

describe('formats of integers', () => {
  it.each([
    ['int32', [-2147483648, 0, 2147483647], [-2147483649, 2147483648]],
    ['uint8', [0, 255], [-1, 256]],
    ['int64', [-9007199254740991, 9007199254740991], []],
  ])('%s', async (format, takes, refuses) => {
    for (const type of ['integer', 'number']) {
      const accepts = await acceptor({ type, format });
      expect(takes.filter((value) => !accepts(`${value}`))).toEqual([]);
      expect(refuses.filter((value) => accepts(`${value}`))).toEqual([]);
    }
  });
});

describe('multipleOf', () => {
  it.each([1, 2, 7, 10, 25, 100, 0.5, 2.5])('%d, of integers, with and without bounds', async (multipleOf) => {
    for (const bounds of [{}, { minimum: 0 }, { minimum: -40, maximum: 1234 }]) {
      const schema = { type: 'integer', multipleOf, ...bounds };
      const [accepts, isValid] = [await acceptor(schema), validator(schema)];
      for (let i = -300; i <= 1300; i += 7) expect([i, accepts(`${i}`)]).toEqual([i, isValid(i)]);
    }
  });

  it('0.01, of numbers: digits after the point', async () => {
    const accepts = await acceptor({ type: 'number', multipleOf: 0.01, minimum: 0, maximum: 5 });
    expect(['0', '4.99', '5', '0.1'].filter((text) => !accepts(text))).toEqual([]);
    expect(['4.999', '5.01', '-1'].filter(accepts)).toEqual([]);
  });
});

describe('bounds of numbers', () => {
  const side = option(
    integer({ min: -4000, max: 4000 }).map((thousandths) => thousandths / 250),
    { nil: undefined },
  );
  const bounds = record({ minimum: side, maximum: side, exclusiveMinimum: side, exclusiveMaximum: side });

  it('are exact', async () => {
    const values = array(double({ min: -20, max: 20, noNaN: true }).map((value) => Number(value.toFixed(6))));
    await assert(
      asyncProperty(bounds, values, async (asking, sample) => {
        const schema = asked({ type: 'number', ...asking });
        const isValid = validator(schema);
        if (refusal(schema) !== undefined) {
          expect(sample.filter(isValid)).toEqual([]);
          return;
        }
        const accepts = await acceptor(schema);
        const edges = Object.values(asking).flatMap((edge) =>
          edge === undefined ? [] : [edge - 0.001, edge, edge + 0.001].map((value) => Number(value.toFixed(6))),
        );
        for (const value of [...sample, ...edges, 0].filter((each) => !`${each}`.includes('e'))) {
          expect([value, accepts(JSON.stringify(value))]).toEqual([value, isValid(value)]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('hold for all that is written, also after rounding to a double', () => {
    assert(
      property(bounds, integer(), (asking, seed) => {
        const schema = asked({ type: 'number', ...asking });
        if (refusal(schema) !== undefined) return;
        const isValid = validator(schema);
        const sampler = new GbnfSampler(compileSchema(schema));
        const random = randomNumbers(seed);
        for (let i = 0; i < 20; i += 1) {
          const text = sampler.sample(random);
          expect([text, isValid(JSON.parse(text))]).toEqual([text, true]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('end below an exclusive bound', async () => {
    const accepts = await acceptor({ type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 });
    expect(['0.5', '0.00000000000001', '0.99999999999999'].filter((text) => !accepts(text))).toEqual([]);
    expect(['0', '0.0', '1', '0.99999999999999999', '-0.5', '1e-5'].filter(accepts)).toEqual([]);
  });

  it('of too many digits are refused', () => {
    expect(refusal({ type: 'number', minimum: 1234567890.1234567 })).toBe('schema.minimum');
    expect(refusal({ type: 'number', minimum: 1e-20 })).toBe('schema.minimum');
  });
});

/** Without what is undefined, which is no JSON. */
function asked(schema: Record<string, unknown>): JsonSchema {
  return JSON.parse(JSON.stringify(schema)) as JsonSchema;
}
