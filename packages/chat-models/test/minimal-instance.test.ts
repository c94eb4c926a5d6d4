import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { minimalInstance } from '../src/scripted/minimal-instance.ts';

const ajv = new Ajv({ strict: false });

describe('minimalInstance', () => {
  it.each([
    { type: 'integer', minimum: 3 },
    { type: 'integer', exclusiveMinimum: 2.5, maximum: 3 },
    { type: 'integer', maximum: -4 },
    { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 0.5 },
    { type: 'number', minimum: 7, multipleOf: 2.5 },
    { type: 'string', minLength: 3, maxLength: 3 },
    { type: 'string', maxLength: 0 },
    { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
    { type: 'string', pattern: '^[a-z]+$', minLength: 5 },
    { type: ['null', 'string'] },
    { type: 'array', items: { type: 'boolean' }, minItems: 2 },
    {
      type: 'array',
      items: [{ type: 'string' }, { const: 4 }],
      prefixItems: [{ type: 'string' }, { const: 4 }],
      minItems: 2,
    },
    { properties: { a: { enum: [3, 4] } }, required: ['a', 'b'], additionalProperties: { type: 'string' } },
    { $ref: '#/$defs/tree', $defs: { tree: { type: 'object', properties: { next: { $ref: '#/$defs/tree' } } } } },
    { anyOf: [{ type: 'string' }, { type: 'null' }] },
    true,
  ])('satisfies %j', (schema) => {
    const value = minimalInstance(schema);
    expect(ajv.validate(schema, value), JSON.stringify(value)).toBe(true);
  });

  it.each([
    [{ type: 'string', pattern: '^zebra$' }, 'pattern'],
    [{ type: 'string', pattern: '(' }, 'pattern'],
    [{ type: 'object', not: { required: ['a'] } }, 'not'],
    [{ type: 'array', contains: { const: 1 } }, 'contains'],
    [{ type: 'integer', minimum: 3.1, maximum: 3.9 }, 'minimum'],
    [{ $ref: '#/$defs/none' }, '$ref'],
    [{ $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/a' } } }, '$ref'],
    [false, 'false'],
  ])('refuses %j by its keyword', (schema, param) => {
    expect(() => minimalInstance(schema)).toThrow(expect.objectContaining({ code: 'schema_unsupported', param }));
  });
});
