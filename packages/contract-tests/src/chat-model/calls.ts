import { expect, it } from 'vitest';
import { type Answer, answer, ask, type CurrentModel } from './requests.ts';
import { expectValid, WEATHER } from './validity.ts';

const TIME = { type: 'object', properties: { zone: { enum: ['UTC', 'CET'] } }, required: ['zone'] } as const;
const TOOLS = [
  { name: 'get_weather', description: 'The weather of a city', parameters: WEATHER },
  { name: 'get_time', description: 'The time of a zone', parameters: TIME },
];

function expectValidCalls(calls: Answer['calls']): void {
  for (const { id, name, arguments: json } of calls) {
    const tool = TOOLS.find((known) => known.name === name);
    expect(tool, `a call of ${name}`).toBeDefined();
    expectValid(json, tool!.parameters);
    expect(id).not.toBe('');
  }
}

export function callsTools(model: CurrentModel): void {
  it('calls a tool when it must, with arguments that satisfy its schema', async (context) => {
    if (!model().capabilities.has('tools')) return context.skip();
    const options = { tools: TOOLS, toolChoice: 'required', maxTokens: 120 } as const;
    const { calls, reason, text } = await answer(model(), ask('What is the weather in Paris?', options));
    expect(reason).toBe('tool-calls');
    expect(text).toBe('');
    expect(calls).toHaveLength(1);
    expectValidCalls(calls);
  });

  it('calls the tool that is named', async (context) => {
    if (!model().capabilities.has('tools')) return context.skip();
    const options = { tools: TOOLS, toolChoice: { name: 'get_time' }, maxTokens: 60 };
    const { calls, reason } = await answer(model(), ask('What is the weather in Paris?', options));
    expect(reason).toBe('tool-calls');
    expect(calls.map(({ name }) => name)).toEqual(['get_time']);
    expectValidCalls(calls);
  });

  it('calls a tool without parameters', async (context) => {
    if (!model().capabilities.has('tools')) return context.skip();
    const parameters = { type: 'object', properties: {}, additionalProperties: false };
    const tools = [{ name: 'stop_music', description: 'Stops the music', parameters }];
    const { calls } = await answer(model(), ask('Stop it.', { tools, toolChoice: 'required', maxTokens: 60 }));
    expect(calls.map(({ name }) => name)).toEqual(['stop_music']);
    expectValid(calls[0]!.arguments, parameters);
  });

  it('calls nothing when it may not', async (context) => {
    if (!model().capabilities.has('tools')) return context.skip();
    const { calls, text } = await answer(model(), ask('What is the weather?', { tools: TOOLS, toolChoice: 'none' }));
    expect(calls).toEqual([]);
    expect(text).not.toBe('');
  });

  it.for([true, false])('answers in text or with valid calls, several: %s', async (several, context) => {
    if (!model().capabilities.has('tools')) return context.skip();
    const options = { tools: TOOLS, toolChoice: 'auto', parallelToolCalls: several, maxTokens: 200 } as const;
    const { calls, text, reason } = await answer(model(), ask('Weather in Paris and time in UTC?', options));
    expect(text !== '' || calls.length > 0).toBe(true);
    if (reason !== 'length') expect(reason === 'tool-calls').toBe(calls.length > 0);
    if (!several) expect(calls.length).toBeLessThanOrEqual(1);
    if (reason === 'tool-calls') expectValidCalls(calls);
  });
}
