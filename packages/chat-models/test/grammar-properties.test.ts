import type { JsonSchema } from '@pareto/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileSchema } from '../src/llama-cpp/grammar/builder.ts';
import { GbnfSampler } from './gbnf-sampler.ts';
import { acceptor, llama, randomNumbers, refusal, validator } from './grammar-engine.ts';

interface Case {
  readonly schema: JsonSchema;
  readonly value: unknown;
}

const text = fc.string({ unit: 'binary', maxLength: 6 });
const name = fc.oneof(text, fc.constantFrom('a', 'b', 'type', 'value', 'root', 'string', 'a.b', '$ref', ''));
const number = fc.double({ noNaN: true, min: -1e9, max: 1e9 }).map((value) => Number(value.toFixed(4)));
const json = fc
  .jsonValue({ maxDepth: 2, stringUnit: 'binary' })
  .filter((value) => !/\d{17}|e[+-]\d{3}/.test(JSON.stringify(value)));

const scalars: fc.Arbitrary<Case> = fc.oneof(
  fc.constantFrom<Case>({ schema: { type: 'null' }, value: null }, { schema: { type: 'boolean' }, value: true }),
  json.map((value) => ({ schema: {}, value })),
  text.map((value) => ({ schema: { type: 'string' }, value })),
  fc.tuple(text, fc.nat(3), fc.nat(3)).map(([value, less, more]) => {
    const length = [...value].length;
    return { schema: { type: 'string', minLength: Math.max(0, length - less), maxLength: length + more }, value };
  }),
  fc.constantFrom('ab-12', 'zz-00').map((value) => ({ schema: { type: 'string', pattern: '^[a-z]+-\\d{2}$' }, value })),
  fc.integer({ min: -1e9, max: 1e9 }).map((value) => ({ schema: { type: 'integer' }, value })),
  fc.tuple(fc.integer({ min: -999, max: 999 }), fc.nat(50), fc.nat(5000)).map(([value, less, more]) => ({
    schema: { type: 'integer', minimum: value - less, exclusiveMaximum: value + more + 1 },
    value,
  })),
  number.map((value) => ({ schema: { type: 'number' }, value })),
  fc.tuple(number, fc.nat(90), fc.nat(90)).map(([value, less, more]) => ({
    schema: { type: 'number', minimum: Math.floor(value) - less, maximum: Math.ceil(value) + more },
    value,
  })),
  fc
    .tuple(fc.uniqueArray(json, { minLength: 1, maxLength: 5, selector: (value) => JSON.stringify(value) }), fc.nat(4))
    .map(([values, i]) => ({ schema: { enum: values }, value: values[i % values.length] })),
);

/** A schema and a value that satisfies it; properties of the value come in the schema's order. */
const { cases } = fc.letrec<{
  cases: Case;
  object: Case;
  array: Case;
  tuple: Case;
  map: Case;
  anyOf: Case;
  allOf: Case;
}>((tie) => ({
  cases: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalars,
    tie('object'),
    tie('array'),
    tie('tuple'),
    tie('map'),
    tie('anyOf'),
    tie('allOf'),
  ),
  object: fc
    .uniqueArray(fc.record({ key: name, of: tie('cases'), isThere: fc.boolean(), isRequired: fc.boolean() }), {
      maxLength: 4,
      selector: ({ key }) => key,
    })
    // Names that read like numbers come first in JavaScript, whatever their order in the schema.
    .map((properties) => properties.filter(({ key }) => !/^\d+$/.test(key) && key !== '__proto__'))
    .map((properties) => ({
      schema: {
        type: 'object',
        properties: Object.fromEntries(properties.map(({ key, of }) => [key, of.schema])),
        required: properties.filter(({ isRequired, isThere }) => isRequired && isThere).map(({ key }) => key),
        additionalProperties: false,
      },
      value: Object.fromEntries(properties.filter(({ isThere }) => isThere).map(({ key, of }) => [key, of.value])),
    })),
  array: fc.tuple(tie('cases'), fc.nat(3), fc.nat(2)).map(([{ schema, value }, count, more]) => ({
    schema: { type: 'array', items: schema, minItems: count, maxItems: count + more },
    value: Array.from({ length: count }, () => value),
  })),
  tuple: fc.array(tie('cases'), { maxLength: 3 }).map((items) => ({
    schema: {
      type: 'array',
      ...(items.length > 0 ? { prefixItems: items.map(({ schema }) => schema) } : {}),
      items: false,
    },
    value: items.map(({ value }) => value),
  })),
  map: fc.tuple(tie('cases'), fc.uniqueArray(text, { maxLength: 3 })).map(([{ schema, value }, keys]) => ({
    schema: { type: 'object', properties: { known: { type: 'null' } }, additionalProperties: schema },
    value: Object.fromEntries(keys.filter((key) => key !== 'known' && key !== '__proto__').map((key) => [key, value])),
  })),
  anyOf: fc.tuple(fc.array(tie('cases'), { minLength: 1, maxLength: 3 }), fc.nat(2)).map(([options, i]) => ({
    schema: { anyOf: options.map(({ schema }) => schema) },
    value: options[i % options.length]!.value,
  })),
  allOf: tie('cases').map(({ schema, value }) => ({
    schema: { allOf: [schema, { description: 'the same' }, {}] },
    value,
  })),
}));

describe('any schema', () => {
  it('gives a grammar that llama.cpp loads and that takes what satisfies the schema', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ schema, value }) => {
        fc.pre(validator(schema)(value));
        const accepts = await acceptor(schema);
        expect([JSON.stringify(value), accepts(JSON.stringify(value))]).toEqual([JSON.stringify(value), true]);
      }),
      { numRuns: 200 },
    );
  }, 60_000);

  it('gives a grammar that writes only what satisfies the schema', async () => {
    await fc.assert(
      fc.asyncProperty(cases, fc.integer(), async ({ schema }, seed) => {
        const grammar = compileSchema(schema);
        await llama.createGrammar({ grammar });
        const [sampler, isValid, random] = [new GbnfSampler(grammar), validator(schema), randomNumbers(seed)];
        for (let i = 0; i < 10; i += 1) {
          const written = sampler.sample(random, 100);
          expect([written, isValid(JSON.parse(written))]).toEqual([written, true]);
        }
      }),
      { numRuns: 200 },
    );
  }, 60_000);
});

describe('any JSON at all, read as a schema', () => {
  const keyword = fc.constantFrom(
    ...'type enum const anyOf oneOf allOf $ref $defs properties required additionalProperties items prefixItems'.split(
      ' ',
    ),
    ...'minItems maxItems minLength maxLength pattern format minimum maximum multipleOf nullable title'.split(' '),
  );
  const odd = fc.oneof(
    fc.constantFrom(
      '#',
      '#/$defs/a',
      'string',
      'object',
      'array',
      'number',
      '^a',
      '[0-9]$',
      'date',
      -1,
      1e300,
      0.5,
      2,
      3,
      1,
      true,
    ),
    fc.constantFrom(['a'], ['a', 'b'], ['string', 'null'], ['integer', 'number', 'object']),
    json,
  );
  const { schema } = fc.letrec<{ schema: JsonSchema }>((tie) => ({
    schema: fc.oneof(
      { depthSize: 'small' },
      fc.boolean(),
      fc.dictionary(
        fc.oneof(keyword, fc.constantFrom('a', 'b')),
        fc.oneof(odd, tie('schema'), fc.array(tie('schema'), { maxLength: 3 })),
        { maxKeys: 4 },
      ),
    ),
  }));

  it('is refused, or gives a grammar that writes only what satisfies it', async () => {
    await fc.assert(
      fc.asyncProperty(schema, fc.integer(), async (drawn, seed) => {
        const asked = JSON.parse(JSON.stringify(drawn)) as JsonSchema;
        if (refusal(asked) !== undefined) return;
        const grammar = compileSchema(asked);
        await llama.createGrammar({ grammar });
        const isValid = validatorOf(asked);
        fc.pre(isValid !== undefined);
        const [sampler, random] = [new GbnfSampler(grammar), randomNumbers(seed)];
        for (let i = 0; i < 5; i += 1) {
          const written = sampler.sample(random, 60);
          expect([written, isValid(JSON.parse(written))]).toEqual([written, true]);
        }
      }),
      { numRuns: 500 },
    );
  }, 120_000);
});

/** Undefined where Ajv takes the schema for malformed. */
function validatorOf(schema: JsonSchema) {
  try {
    return validator(schema);
  } catch {
    return undefined;
  }
}
