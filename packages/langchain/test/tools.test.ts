import { tool } from '@langchain/core/tools';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { scripted } from './scripted.ts';

const schema = z.object({ city: z.string().describe('Its name'), days: z.number().optional() });
const JSON_SCHEMA = {
  type: 'object',
  properties: { city: { type: 'string', description: 'Its name' }, days: { type: 'number' } },
  required: ['city'],
  additionalProperties: false,
};
const named = { name: 'get_weather', description: 'The weather.' };
const OFFERED = { ...named, parameters: JSON_SCHEMA };

/** What the model is offered when it is bound to tools. */
async function offered(...[tools, options]: Parameters<ReturnType<typeof scripted>['chat']['bindTools']>) {
  const { chat, model } = scripted([{ text: 'fine' }]);
  await chat.bindTools(tools, options).invoke('?');
  const { prompt } = model.requests[0]!;
  return prompt.kind === 'chat' ? prompt : undefined;
}

describe('bindTools', () => {
  it.each([
    ['a tool with a schema of zod', tool(() => '', { ...named, schema })],
    ['a tool with a JSON Schema', tool(() => '', { ...named, schema: JSON_SCHEMA as never })],
    ['name, description and schema', { ...named, schema }],
    ['the form of OpenAI', { type: 'function', function: { ...named, parameters: JSON_SCHEMA } }],
    ['name, description and parameters', OFFERED],
  ])('takes %s', async (_, given) => {
    expect((await offered([given]))!.tools).toEqual([OFFERED]);
  });

  it('leaves out of a schema what demands nothing, and only that', async () => {
    const record = z.record(z.string(), z.string());
    const short = z.record(z.string().max(3), z.string());
    const nested = z.object({
      options: z.array(record),
      either: z.union([record, short]),
      propertyNames: z.object({ $schema: z.literal('propertyNames') }),
    });
    const prompt = await offered([tool(() => '', { ...named, schema: nested })]);
    const plain = { type: 'object', additionalProperties: { type: 'string' } };
    expect(prompt!.tools[0]!.parameters).toEqual({
      type: 'object',
      properties: {
        options: { type: 'array', items: plain },
        either: { anyOf: [plain, { ...plain, propertyNames: { type: 'string', maxLength: 3 } }] },
        propertyNames: {
          type: 'object',
          properties: { $schema: { type: 'string', const: 'propertyNames' } },
          required: ['$schema'],
          additionalProperties: false,
        },
      },
      required: ['options', 'either', 'propertyNames'],
      additionalProperties: false,
    });
  });

  it('offers a tool without parameters as one that takes none', async () => {
    const prompt = await offered([{ type: 'function', function: { name: 'now' } } as never]);
    expect(prompt!.tools).toEqual([
      { name: 'now', description: undefined, parameters: { type: 'object', properties: {} } },
    ]);
  });

  it.each([
    [undefined, 'auto'],
    ['auto', 'auto'],
    ['none', 'none'],
    ['any', 'required'],
    ['required', 'required'],
    ['get_weather', { name: 'get_weather' }],
    [{ type: 'function', function: { name: 'get_weather' } }, { name: 'get_weather' }],
    [{ type: 'tool', name: 'get_weather' }, { name: 'get_weather' }],
  ])('turns the choice %j into %j', async (tool_choice, expected) => {
    expect((await offered([OFFERED], tool_choice === undefined ? {} : { tool_choice }))!.toolChoice).toEqual(expected);
  });

  it('forces a call', async () => {
    const { chat } = scripted([]);
    const answer = await chat.bindTools([OFFERED], { tool_choice: 'any' }).invoke('?');
    expect(answer.tool_calls).toMatchObject([{ name: 'get_weather', args: { city: 'a' } }]);
  });

  it('lets a model call in parallel as far as it can, and not where that is not wanted', async () => {
    expect((await offered([OFFERED]))!.parallelToolCalls).toBe(true);
    expect((await offered([OFFERED], { parallel_tool_calls: false }))!.parallelToolCalls).toBe(false);
    const { chat, model } = scripted([{ text: 'a' }], { config: { capabilities: ['chat', 'tools'] } });
    await chat.bindTools([OFFERED]).invoke('?');
    expect(model.requests[0]!.prompt).toMatchObject({ parallelToolCalls: false });
  });

  it.each([
    [
      'a tool of another provider',
      [{ type: 'web_search_20250305', name: 'web search' }],
      'parameter_unsupported',
      'tools.0',
    ],
    ['a name with other signs', [OFFERED, { ...OFFERED, name: 'a b' }], 'parameter_unsupported', 'tools.1'],
    ['two of one name', [OFFERED, OFFERED], 'request_invalid', 'tools'],
    ['too many', Array.from({ length: 129 }, (_, i) => ({ ...OFFERED, name: `t${i}` })), 'request_invalid', 'tools'],
  ])('refuses %s', (_, tools, code, param) => {
    expect(() => scripted([]).chat.bindTools(tools)).toThrow(expect.objectContaining({ code, param }));
  });

  it('says so where the model has no tools', async () => {
    const { chat } = scripted([], { config: { capabilities: ['chat'] } });
    await expect(chat.bindTools([OFFERED]).invoke('?')).rejects.toMatchObject({
      code: 'parameter_unsupported',
      param: 'tools',
    });
  });
});
