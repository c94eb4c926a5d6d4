import type { JsonSchema } from '@pareto/contracts';
import { describe, expect, it } from 'vitest';
import { compileSchema, GrammarBuilder } from '../src/llama-cpp/grammar/builder.ts';
import { acceptor, llama, refusal } from './grammar-engine.ts';

const nested = (depth: number, wrap: (inner: JsonSchema) => JsonSchema, inner: JsonSchema = {}): JsonSchema =>
  depth === 0 ? inner : nested(depth - 1, wrap, wrap(inner));
const times = <Value>(count: number, make: (i: number) => Value) => Array.from({ length: count }, (_, i) => make(i));

/** Two objects that are told apart only after what they hold. */
const twoReadings = ($ref: string) =>
  ['integer', 'string'].map((type) => ({
    type: 'object',
    properties: { text: { type: 'string', maxLength: type.length }, of: { $ref }, tail: { type } },
    required: ['text', 'of', 'tail'],
  }));

/** Schemas that would take time or memory without end; a limit must stop each of them early. */
const BOMBS: Readonly<Record<string, JsonSchema>> = {
  'nested too deep': nested(5_000, (inner) => ({ type: 'array', items: inner })),
  'anyOf, nested too deep': nested(5_000, (inner) => ({ anyOf: [inner, { type: 'null' }] })),
  'references that double at each step': {
    $ref: '#/$defs/0',
    $defs: Object.fromEntries(
      times(40, (i) => [i, i === 39 ? { type: 'null' } : { anyOf: times(2, () => ({ $ref: `#/$defs/${i + 1}` })) }]),
    ),
  },
  'alternatives that multiply': {
    allOf: times(20, (i) => ({ anyOf: times(10, (j) => ({ required: [`${i}-${j}`] })) })),
  },
  'objects that double inside one another': {
    $ref: '#/$defs/0',
    $defs: Object.fromEntries(times(13, (i) => [i, i === 12 ? {} : { anyOf: twoReadings(`#/$defs/${i + 1}`) }])),
  },
  'a recursion with two readings': { anyOf: [...twoReadings('#'), { type: 'null' }] },
  'an enum of too many values': { enum: times(1_001, (i) => i) },
  'an enum of too long values': { enum: ['a'.repeat(200_000)] },
  'an enum nested too deep': { enum: [JSON.parse('['.repeat(5_000) + ']'.repeat(5_000))] },
  'too many properties': { properties: Object.fromEntries(times(1_001, (i) => [`p${i}`, {}])) },
  'a maxLength out of bounds': { maxLength: 2 ** 40 },
  'a maxItems out of bounds': { items: {}, maxItems: 1e15 },
  'a pattern of nested counts': { pattern: '^(((((a{1,99}){1,99}){1,99}){1,99}){1,99})$' },
  'a pattern that counts nothing': { pattern: '^((((){999}){999}){999}){999}$' },
  'a pattern of one large count': { pattern: '^a{999999999}$' },
  'a pattern whose automaton explodes': { pattern: '^(a|b)*a(a|b){15}$' },
  'a pattern nested too deep': { pattern: '('.repeat(400) + ')'.repeat(400) },
  'a pattern too long': { pattern: 'a'.repeat(100_000) },
  'a pattern of many overlapping unions': { pattern: times(60, (i) => `.{${i}}\\S*${i}`).join('|') },
  'a pattern and a long maxLength': { pattern: '^[a-z]+$', maxLength: 100_000 },
};

describe('bombs', () => {
  it.each(Object.entries(BOMBS))('%s', (_, schema) => {
    expect(refusal(schema)).toMatch(/^schema/);
  });
});

describe('large schemas that are none', () => {
  it.each<[string, JsonSchema, unknown]>([
    [
      '1,000 optional properties',
      { properties: Object.fromEntries(times(1_000, (i) => [`p${i}`, { type: 'integer' }])) },
      { p7: 1, p999: 2 },
    ],
    [
      '1,000 required properties',
      {
        properties: Object.fromEntries(times(1_000, (i) => [`p${i}`, { type: 'integer' }])),
        required: times(1_000, (i) => `p${i}`),
      },
      Object.fromEntries(times(1_000, (i) => [`p${i}`, i])),
    ],
    ['1,000 values', { enum: times(1_000, (i) => `value number ${i}`) }, 'value number 999'],
    ['a string of a million characters', { maxLength: 1_000_000 }, 'a'.repeat(3_000)],
    ['a list of 100,000', { items: { type: 'null' }, minItems: 2, maxItems: 100_000 }, times(1_500, () => null)],
    [
      '60 levels',
      nested(60, (inner) => ({ properties: { a: inner }, required: ['a'], type: 'object' }), { type: 'null' }),
      nested(60, (a) => ({ a }), null as never),
    ],
    [
      'a union of 50 kinds that refer to one another',
      {
        $defs: {
          node: {
            anyOf: times(50, (i) => ({
              properties: { kind: { const: `kind-${i}` }, of: { items: { $ref: '#/$defs/node' } } },
              required: ['kind', 'of'],
            })),
          },
        },
        $ref: '#/$defs/node',
      },
      {
        kind: 'kind-7',
        of: [
          { kind: 'kind-49', of: [] },
          { kind: 'kind-0', of: [] },
        ],
      },
    ],
  ])('%s', async (_, schema, value) => {
    expect((await acceptor(schema))(JSON.stringify(value))).toBe(true);
  });
});

describe('the common beginning of alternatives', () => {
  it('is read once', () => {
    const kinds = ['circle', 'cube', 'cone'].map((kind) => ({
      properties: { kind: { const: kind }, size: { type: 'number' } },
      required: ['kind', 'size'],
    }));
    const grammar = compileSchema({ anyOf: kinds });
    expect(grammar.match(/kind/g)).toHaveLength(1);
    expect(grammar.match(/"\\"c"/g)).toHaveLength(1);
  });
});

describe('a grammar of several schemas', () => {
  it('names rules apart, shares those that are the same, and counts them together', async () => {
    const grammar = new GrammarBuilder();
    const first = grammar.addSchema(
      { properties: { root: { type: 'string' }, value: { type: 'integer' } } },
      'tools.0',
    );
    const second = grammar.addSchema({ properties: { value: { enum: ['a', 'b'] } } }, 'tools.1');
    const call = grammar.addRule('call', `"one" ${first} | "two" ${second}`);
    const again = grammar.addRule('call', `${call} "!"`);
    const text = grammar.toString(again);
    const compiled = (await llama.createGrammar({ grammar: text })) as unknown as { _testText(text: string): boolean };
    expect(compiled._testText('one{"root":"x","value":1}!')).toBe(true);
    expect(compiled._testText('two{"value":"a"}!')).toBe(true);
    expect(compiled._testText('two{"value":1}!')).toBe(false);
    const large = { enum: times(900, (i) => `${i}`.repeat(20)) };
    expect(() => {
      for (let i = 0; i < 100; i += 1)
        grammar.addSchema({ ...large, enum: large.enum.map((value) => value + i) }, `tools.${i}`);
    }).toThrow('too large');
  });
});
