import type { JsonSchema } from '@pareto/contracts';
import { Ajv } from 'ajv';
import { expect, it } from 'vitest';
import { answer, ask, type CurrentModel } from './requests.ts';

const WEATHER = {
  type: 'object',
  properties: {
    city: { type: 'string', maxLength: 40 },
    unit: { enum: ['celsius', 'fahrenheit'] },
    days: { type: 'integer', minimum: 1, maximum: 7 },
  },
  required: ['city', 'unit'],
  additionalProperties: false,
} as const satisfies JsonSchema;
const TIME = { type: 'object', properties: { zone: { enum: ['UTC', 'CET'] } }, required: ['zone'] } as const;
const TOOLS = [
  { name: 'get_weather', description: 'The weather of a city', parameters: WEATHER },
  { name: 'get_time', description: 'The time of a zone', parameters: TIME },
];
const ajv = new Ajv();

function expectValid(text: string, schema: JsonSchema): void {
  const isValid = ajv.compile(schema);
  expect(isValid(JSON.parse(text)), `${text}: ${ajv.errorsText(isValid.errors)}`).toBe(true);
}

export function callsTools(model: CurrentModel): void {
  it('calls a tool when it must, with arguments that satisfy its schema', async (context) => {
    if (!model().capabilities.has('tools')) return context.skip();
    const options = { tools: TOOLS, toolChoice: 'required', maxTokens: 120 } as const;
    const { calls, reason, text } = await answer(model(), ask('What is the weather in Paris?', options));
    expect(reason).toBe('tool-calls');
    expect(text).toBe('');
    expect(calls).toHaveLength(1);
    const tool = TOOLS.find(({ name }) => name === calls[0]!.name);
    expectValid(calls[0]!.arguments, tool!.parameters);
    expect(calls[0]!.id).not.toBe('');
  });

  it('calls the tool that is named', async (context) => {
    if (!model().capabilities.has('tools')) return context.skip();
    const options = { tools: TOOLS, toolChoice: { name: 'get_time' }, maxTokens: 60 };
    const { calls } = await answer(model(), ask('What is the weather in Paris?', options));
    expect(calls.map(({ name }) => name)).toEqual(['get_time']);
    expectValid(calls[0]!.arguments, TIME);
  });

  it('calls nothing when it may not', async (context) => {
    if (!model().capabilities.has('tools')) return context.skip();
    const { calls, text } = await answer(model(), ask('What is the weather?', { tools: TOOLS, toolChoice: 'none' }));
    expect(calls).toEqual([]);
    expect(text).not.toBe('');
  });

  it('answers in text or with valid calls when it may choose', async (context) => {
    if (!model().capabilities.has('tools')) return context.skip();
    const options = { tools: TOOLS, toolChoice: 'auto', parallelToolCalls: true, maxTokens: 200 } as const;
    const { calls, text, reason } = await answer(model(), ask('Weather in Paris and time in UTC?', options));
    expect(text !== '' || calls.length > 0).toBe(true);
    if (reason !== 'tool-calls') return;
    for (const { name, arguments: args } of calls)
      expectValid(args, TOOLS.find((tool) => tool.name === name)!.parameters);
  });

  it('answers with a JSON object', async (context) => {
    if (!model().capabilities.has('json_object')) return context.skip();
    const request = ask('Give me a JSON object with a name.', {
      responseFormat: { kind: 'json-object' },
      maxTokens: 400,
    });
    const { text, reason } = await answer(model(), request);
    if (reason === 'stop') expect(JSON.parse(text)).toBeTypeOf('object');
    else expect(text.startsWith('{')).toBe(true);
  });

  it('answers with JSON of the given schema', async (context) => {
    if (!model().capabilities.has('json_schema')) return context.skip();
    const responseFormat = { kind: 'json-schema', name: 'weather', schema: WEATHER } as const;
    const { text, reason } = await answer(model(), ask('It is sunny in Rome.', { responseFormat, maxTokens: 120 }));
    expect(reason).toBe('stop');
    expectValid(text, WEATHER);
  });
}
