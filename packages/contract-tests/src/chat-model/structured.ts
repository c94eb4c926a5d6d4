import type { JsonSchema } from '@pareto/contracts';
import { expect, it } from 'vitest';
import { answer, ask, type CurrentModel } from './requests.ts';
import { expectValid, WEATHER } from './validity.ts';

const STRUCTURES: readonly (readonly [string, JsonSchema])[] = [
  ['an object', WEATHER],
  [
    'objects in a list',
    {
      type: 'object',
      properties: {
        people: {
          type: 'array',
          minItems: 1,
          maxItems: 2,
          items: {
            type: 'object',
            properties: { name: { type: 'string', maxLength: 12 }, isAdult: { type: 'boolean' } },
            required: ['name', 'isAdult'],
            additionalProperties: false,
          },
        },
      },
      required: ['people'],
      additionalProperties: false,
    },
  ],
  [
    'a choice by reference',
    {
      type: 'object',
      properties: { answer: { anyOf: [{ $ref: '#/$defs/word' }, { type: 'null' }] } },
      required: ['answer'],
      additionalProperties: false,
      $defs: { word: { type: 'string', minLength: 2, maxLength: 8 } },
    },
  ],
];

export function writesJson(model: CurrentModel): void {
  it('answers with a JSON object', async (context) => {
    if (!model().capabilities.has('json_object')) return context.skip();
    const responseFormat = { kind: 'json-object' } as const;
    const request = ask('Give me a JSON object with a name.', { responseFormat, maxTokens: 400 });
    const { text, reason } = await answer(model(), request);
    if (reason === 'stop') expectValid(text, { type: 'object' });
    else expect(text.trimStart().startsWith('{')).toBe(true);
  });

  it.for(STRUCTURES)('answers with JSON of a given schema: %s', async ([_what, schema], context) => {
    if (!model().capabilities.has('json_schema')) return context.skip();
    const responseFormat = { kind: 'json-schema', name: 'answer', schema } as const;
    const { text, reason } = await answer(model(), ask('It is sunny in Rome.', { responseFormat, maxTokens: 200 }));
    expect(reason).toBe('stop');
    expectValid(text, schema);
  });

  it('ends JSON at the limit of tokens as any answer', async (context) => {
    if (!model().capabilities.has('json_schema')) return context.skip();
    const responseFormat = { kind: 'json-schema', name: 'weather', schema: WEATHER } as const;
    const { reason } = await answer(model(), ask('It is sunny in Rome.', { responseFormat, maxTokens: 1 }));
    expect(reason).toBe('length');
  });
}
