import type { JsonSchema } from '@pareto/contracts';
import { Ajv } from 'ajv';
import { expect } from 'vitest';

const ajv = new Ajv();

/** A schema as tools have them. */
export const WEATHER = {
  type: 'object',
  properties: {
    city: { type: 'string', maxLength: 40 },
    unit: { enum: ['celsius', 'fahrenheit'] },
    days: { type: 'integer', minimum: 1, maximum: 7 },
  },
  required: ['city', 'unit'],
  additionalProperties: false,
} as const satisfies JsonSchema;

export function expectValid(text: string, schema: JsonSchema): void {
  const isValid = ajv.compile(schema);
  expect(isValid(JSON.parse(text)), `${text}: ${ajv.errorsText(isValid.errors)}`).toBe(true);
}
