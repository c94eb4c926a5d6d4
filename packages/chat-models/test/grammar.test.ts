import type { JsonSchema } from '@pareto/contracts';
import { describe, expect, it } from 'vitest';
import { compileSchema } from '../src/llama-cpp/grammar/builder.ts';
import { GbnfSampler } from './gbnf-sampler.ts';
import { acceptor, randomNumbers, refusal, validator } from './grammar-engine.ts';

interface Fixture {
  readonly schema: JsonSchema;
  /** Values that the grammar takes, written as `JSON.stringify` writes them. */
  readonly takes: readonly unknown[];
  readonly refuses: readonly unknown[];
}

const NODE = {
  type: 'object',
  properties: { value: { type: 'integer' }, next: { anyOf: [{ $ref: '#/$defs/node' }, { type: 'null' }] } },
  required: ['value', 'next'],
};

const FIXTURES: Readonly<Record<string, Fixture>> = {
  'no keyword': { schema: {}, takes: [null, 1, 'a', [1, { a: [] }], {}], refuses: [] },
  true: { schema: true, takes: [null, { a: 1 }], refuses: [] },
  type: { schema: { type: 'boolean' }, takes: [true, false], refuses: [null, 'true', 0] },
  'type, several': { schema: { type: ['string', 'null'] }, takes: ['', null], refuses: [0, []] },
  'type, integer and number': { schema: { type: ['integer', 'number'] }, takes: [1, 1.5, -0.25], refuses: ['1'] },
  integer: { schema: { type: 'integer' }, takes: [0, -7, 9007199254740991], refuses: [1.5, '1'] },
  number: { schema: { type: 'number' }, takes: [0, -7.25, 1e21, 5e-7], refuses: ['1', null] },
  enum: {
    schema: { enum: ['red', 'rose', 'r', 1, null, [1], { a: 'b' }] },
    takes: ['red', 'rose', 'r', 1, null, [1], { a: 'b' }],
    refuses: ['ro', 'green', 2, {}],
  },
  'enum and type': { schema: { type: 'string', enum: ['a', 1] }, takes: ['a'], refuses: [1] },
  const: { schema: { const: 'say "hi"\n' }, takes: ['say "hi"\n'], refuses: ['say'] },
  string: { schema: { type: 'string' }, takes: ['', 'é😀"\\/\n\u0001', '\u2028'], refuses: [1] },
  minLength: { schema: { type: 'string', minLength: 2 }, takes: ['ab', '😀😀', '\n\n'], refuses: ['', 'a', '😀'] },
  maxLength: { schema: { type: 'string', maxLength: 2 }, takes: ['', 'ab', '😀😀'], refuses: ['abc'] },
  'maxLength, long': {
    schema: { maxLength: 2600, minLength: 1 },
    takes: ['a', 'a'.repeat(2600)],
    refuses: ['', 'a'.repeat(2601)],
  },
  properties: {
    schema: { type: 'object', properties: { a: { type: 'string' }, b: { type: 'integer' }, c: {} }, required: ['b'] },
    takes: [{ b: 1 }, { a: 'x', b: 1 }, { a: 'x', b: 1, c: [] }, { b: 1, c: null }],
    refuses: [{}, { a: 'x' }, { b: 'x' }, { b: 1, d: 1 }, { b: 1, a: 'x' }],
  },
  'properties, odd names': {
    schema: { properties: { 'a.b': {}, 'say "é"\n': {}, '': {} }, additionalProperties: false },
    takes: [{}, { 'a.b': 1 }, { 'say "é"\n': 1, '': 2 }],
    refuses: [{ a: 1 }],
  },
  'properties, false': { schema: { properties: { a: false, b: true } }, takes: [{}, { b: 1 }], refuses: [{ a: 1 }] },
  'required, not among properties': { schema: { type: 'object', required: ['a'] }, takes: [{ a: 1 }], refuses: [{}] },
  'additionalProperties: a schema': {
    schema: { type: 'object', additionalProperties: { type: 'integer' } },
    takes: [{}, { a: 1 }, { a: 1, 'b"': 2 }],
    refuses: [{ a: 'x' }, { a: 1, b: null }],
  },
  'additionalProperties beside properties': {
    schema: {
      properties: { ab: { type: 'string' }, abc: { type: 'null' } },
      additionalProperties: { type: 'integer' },
    },
    takes: [{}, { ab: 'x' }, { a: 1 }, { abcd: 1 }, { ab: 'x', abc: null, '': 1, ac: 2 }],
    refuses: [{ ab: 1 }, { abc: 1 }, { a: 'x' }],
  },
  'additionalProperties: true': {
    schema: { type: 'object', additionalProperties: true },
    takes: [{}, { a: [] }],
    refuses: [[]],
  },
  items: { schema: { type: 'array', items: { type: 'integer' } }, takes: [[], [1], [1, 2]], refuses: [['a'], {}] },
  'minItems and maxItems': {
    schema: { items: { type: 'null' }, minItems: 1, maxItems: 3 },
    takes: [[null], [null, null, null]],
    refuses: [[], [null, null, null, null]],
  },
  prefixItems: {
    schema: { type: 'array', prefixItems: [{ type: 'string' }, { type: 'integer' }], items: false, minItems: 1 },
    takes: [['a'], ['a', 1]],
    refuses: [[], [1], ['a', 1, 1]],
  },
  'prefixItems and items': {
    schema: { type: 'array', prefixItems: [{ type: 'string' }], items: { type: 'null' }, minItems: 2, maxItems: 3 },
    takes: [
      ['a', null],
      ['a', null, null],
    ],
    refuses: [['a'], ['a', null, null, null], [null]],
  },
  anyOf: {
    schema: { anyOf: [{ type: 'integer' }, { type: 'string', maxLength: 1 }] },
    takes: [1, 'a', ''],
    refuses: ['ab', null],
  },
  'anyOf beside keywords': {
    schema: {
      type: 'object',
      properties: { a: { type: 'integer' }, b: { type: 'integer' } },
      anyOf: [{ required: ['a'] }, { required: ['b'] }],
    },
    takes: [{ a: 1 }, { b: 1 }, { a: 1, b: 1 }],
    refuses: [{}],
  },
  oneOf: {
    schema: {
      oneOf: [
        { properties: { kind: { const: 'a' }, x: { type: 'integer' } }, required: ['kind', 'x'] },
        { properties: { kind: { const: 'b' } }, required: ['kind'] },
      ],
    },
    takes: [{ kind: 'a', x: 1 }, { kind: 'b' }],
    refuses: [{ kind: 'a' }, { kind: 'b', x: 1 }, {}],
  },
  'oneOf, recursive': {
    schema: {
      oneOf: [
        { properties: { left: { $ref: '#' }, kind: { const: 'sum' } }, required: ['left', 'kind'] },
        { properties: { kind: { const: 'leaf' } }, required: ['kind'] },
      ],
    },
    takes: [{ kind: 'leaf' }, { left: { left: { kind: 'leaf' }, kind: 'sum' }, kind: 'sum' }],
    refuses: [{ kind: 'sum' }, { left: { kind: 'leaf' }, kind: 'leaf' }],
  },
  allOf: {
    schema: {
      allOf: [
        { properties: { a: { type: 'number' } }, required: ['a'] },
        { properties: { a: { type: 'integer', minimum: 3 }, b: {} } },
      ],
    },
    takes: [{ a: 3 }, { a: 4, b: 1 }],
    refuses: [{ a: 2 }, { a: 3.5 }, { b: 1 }],
  },
  'allOf, closed': {
    schema: { allOf: [{ properties: { a: {} }, additionalProperties: false }, { properties: { b: {} } }] },
    takes: [{}, { a: 1 }],
    refuses: [{ b: 1 }],
  },
  $ref: {
    schema: { $ref: '#/$defs/node', $defs: { node: NODE } },
    takes: [
      { value: 1, next: null },
      { value: 1, next: { value: 2, next: null } },
    ],
    refuses: [{ value: 1 }],
  },
  '$ref to the whole': {
    schema: {
      type: 'object',
      properties: { children: { type: 'array', items: { $ref: '#' } } },
      required: ['children'],
    },
    takes: [{ children: [] }, { children: [{ children: [] }, { children: [] }] }],
    refuses: [{}, { children: [{}] }],
  },
  '$ref, escaped': {
    schema: { $ref: '#/$defs/a~1b%20c', $defs: { 'a/b c': { type: 'null' } } },
    takes: [null],
    refuses: [1],
  },
  '$ref beside keywords': {
    schema: { $ref: '#/$defs/s', maxLength: 2, $defs: { s: { type: 'string', minLength: 1 } } },
    takes: ['a', 'ab'],
    refuses: ['', 'abc'],
  },
  nullable: { schema: { type: 'string', nullable: true }, takes: ['a', null], refuses: [1] },
  annotations: {
    schema: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 't',
      description: 'd',
      default: 1,
      examples: [1],
      deprecated: true,
      'x-order': 1,
      optional: true,
      type: 'null',
    },
    takes: [null],
    refuses: [1],
  },
};

describe.each(Object.entries(FIXTURES))('%s', (_, { schema, takes, refuses }) => {
  it('takes what is valid and nothing else', async () => {
    const accepts = await acceptor(schema);
    expect(takes.filter((value) => !accepts(JSON.stringify(value)))).toEqual([]);
    expect(refuses.filter((value) => accepts(JSON.stringify(value)))).toEqual([]);
  });

  it('writes only what is valid', async () => {
    const [accepts, isValid] = [await acceptor(schema), validator(schema)];
    const sampler = new GbnfSampler(compileSchema(schema));
    const random = randomNumbers(1);
    for (let i = 0; i < 100; i += 1) {
      const text = sampler.sample(random);
      expect([text, isValid(JSON.parse(text)), accepts(text)]).toEqual([text, true, true]);
    }
  });
});

describe('white space', () => {
  it('may be one space after a colon and a comma, and nowhere else', async () => {
    const accepts = await acceptor({ properties: { a: { items: { type: 'integer' } }, b: {} } });
    expect(accepts('{"a": [1, 2], "b": {"c": [1, 2], "d": 1}}')).toBe(true);
    expect(accepts('{"a":[1,2],"b":{"c":[1,2],"d":1}}')).toBe(true);
    for (const text of [
      '{ "a":[]}',
      '{"a" :[]}',
      '{"a":  []}',
      '{"a":\n[]}',
      '{"a":[] }',
      '{"a":[1 ,2]}',
      '{"a":[]} ',
    ]) {
      expect([text, accepts(text)]).toEqual([text, false]);
    }
  });
});

describe('texts that are no JSON', () => {
  it.each([
    '"a',
    '"\n"',
    '"\\ud800"',
    '"\\x"',
    '"\\u00"',
    '01',
    '+1',
    '1.',
    '.5',
    'NaN',
    '[1,]',
    '{"a":1,}',
    '{a:1}',
    "'a'",
  ])('refuses %s', async (text) => {
    expect((await acceptor({}))(text)).toBe(false);
  });

  it('ends numbers', async () => {
    const accepts = await acceptor({ type: 'number' });
    expect(accepts('1'.repeat(16))).toBe(true);
    expect(accepts('1'.repeat(17))).toBe(false);
    expect(accepts(`1.${'1'.repeat(17)}`)).toBe(false);
    expect(accepts('1e100')).toBe(false);
  });
});

describe('refused, with the path of the keyword', () => {
  it.each([
    [{ not: {} }, 'schema.not'],
    [{ type: 'object', properties: { a: { if: {} } } }, 'schema.properties.a.if'],
    [{ type: 'array', items: { uniqueItems: true } }, 'schema.items.uniqueItems'],
    [{ patternProperties: {} }, 'schema.patternProperties'],
    [{ anyOf: [{ type: 'null' }, { contains: {} }] }, 'schema.anyOf.1.contains'],
    [{ minProperties: 1 }, 'schema.minProperties'],
    [{ unevaluatedProperties: false }, 'schema.unevaluatedProperties'],
    [{ $dynamicRef: '#a' }, 'schema.$dynamicRef'],
    [{ type: 'date' }, 'schema.type'],
    [{ type: 'string', minLength: -1 }, 'schema.minLength'],
    [{ minimum: '1' }, 'schema.minimum'],
    [{ exclusiveMinimum: true }, 'schema.exclusiveMinimum'],
    [{ items: [{}] }, 'schema.items'],
    [{ enum: [] }, 'schema.enum'],
    [{ format: 'phone' }, 'schema.format'],
    [{ pattern: '(?=a)' }, 'schema.pattern'],
    [{ $ref: 'https://example.com/schema' }, 'schema.$ref'],
    [{ $ref: '#/$defs/none' }, 'schema.$ref'],
    [{ $ref: '#/constructor' }, 'schema.$ref'],
    [{ $ref: '#' }, 'schema.$ref'],
    [{ oneOf: [{ type: 'string' }, { type: 'string', maxLength: 3 }] }, 'schema.oneOf'],
    [{ oneOf: [{ type: 'number' }, { type: 'integer' }] }, 'schema.oneOf'],
    [{ multipleOf: 0.3 }, 'schema.multipleOf'],
    [{ anyOf: [] }, 'schema.anyOf'],
    [false, 'schema'],
    [{ type: 'string', enum: [1] }, 'schema'],
    [{ minItems: 2, maxItems: 1 }, 'schema'],
    [{ properties: { a: { $ref: '#' } }, required: ['a'] }, 'schema'],
  ] as const)('%j', (schema, path) => {
    expect(refusal(schema)).toBe(path);
  });
});
