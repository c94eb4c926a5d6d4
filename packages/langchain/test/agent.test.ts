import { AIMessage, ToolMessage } from '@langchain/core/messages';
import { createAgent, tool } from 'langchain';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { scripted } from './scripted.ts';

function weatherTool() {
  const cities: string[] = [];
  const weather = tool(
    async ({ city }) => {
      cities.push(city);
      return `${city}: ${city.length} degrees`;
    },
    { name: 'get_weather', description: 'The temperature in a city.', schema: z.object({ city: z.string() }) },
  );
  return { weather, cities };
}

function callOf(city: string) {
  return { name: 'get_weather', arguments: { city } };
}

describe('createAgent over PortChatModel', () => {
  it('calls a tool, reads its result, and answers', async () => {
    const { weather, cities } = weatherTool();
    const { chat, model } = scripted([
      { when: 'How warm', toolCalls: [callOf('Rome')] },
      { when: '4 degrees', text: 'It is 4 degrees in Rome.' },
    ]);
    const agent = createAgent({ model: chat, tools: [weather], systemPrompt: 'You know the weather.' });
    const { messages } = await agent.invoke({ messages: 'How warm is it in Rome?' });
    expect(messages.at(-1)!.content).toBe('It is 4 degrees in Rome.');
    expect(cities).toEqual(['Rome']);
    expect(model.lastMessages).toEqual([
      { role: 'system', content: 'You know the weather.' },
      { role: 'user', content: 'How warm is it in Rome?' },
      {
        role: 'assistant',
        content: '',
        toolCalls: [{ id: 'call_0', name: 'get_weather', arguments: '{"city":"Rome"}' }],
      },
      { role: 'tool', content: 'Rome: 4 degrees', toolCallId: 'call_0' },
    ]);
  });

  it('carries out several calls of one answer', async () => {
    const { weather, cities } = weatherTool();
    const { chat, model } = scripted([
      { when: 'How warm', text: 'I look both up.', toolCalls: [callOf('Rome'), callOf('Paris')] },
      { when: 'degrees', text: 'Paris is warmer.' },
    ]);
    const agent = createAgent({ model: chat, tools: [weather] });
    const { messages } = await agent.invoke({ messages: 'How warm are Rome and Paris?' });
    expect(messages.at(-1)!.content).toBe('Paris is warmer.');
    expect(cities.sort()).toEqual(['Paris', 'Rome']);
    expect(model.lastMessages.slice(1)).toMatchObject([
      { role: 'assistant', content: 'I look both up.', toolCalls: [{ id: 'call_0' }, { id: 'call_1' }] },
      { role: 'tool', content: 'Rome: 4 degrees', toolCallId: 'call_0' },
      { role: 'tool', content: 'Paris: 5 degrees', toolCallId: 'call_1' },
    ]);
  });

  it('carries out the calls of a later answer whose ids the model gave before', async () => {
    const { weather, cities } = weatherTool();
    const { chat } = scripted([
      { when: 'How warm', toolCalls: [callOf('Rome')] },
      { when: '4 degrees', toolCalls: [callOf('Paris')] },
      { when: '5 degrees', text: 'Done.' },
    ]);
    const { messages } = await createAgent({ model: chat, tools: [weather] }).invoke({ messages: 'How warm?' });
    expect(cities).toEqual(['Rome', 'Paris']);
    const ids = messages.filter((message) => ToolMessage.isInstance(message)).map((message) => message.tool_call_id);
    expect(ids).toEqual(['call_0', 'call_0_2']);
  });

  it.each([
    ['as a whole', false],
    ['as a stream', true],
  ])('does not carry out a call whose arguments were cut off, answered %s', async (_, isStreamed) => {
    const { weather, cities } = weatherTool();
    // Cut within the name of the city: LangChain's lenient parser would call the tool with "New".
    const { chat } = scripted([{ toolCalls: [callOf('New York')] }], { maxTokens: 7 });
    const agent = createAgent({ model: chat, tools: [weather] });
    const input = { messages: 'How warm is New York?' };
    let last: unknown;
    if (isStreamed) {
      for await (const [message] of await agent.stream(input, { streamMode: 'messages' })) last = message;
      expect(last).toMatchObject({ response_metadata: { finish_reason: 'length' } });
    } else {
      last = (await agent.invoke(input)).messages.at(-1);
      expect(last).toMatchObject({
        tool_calls: [],
        invalid_tool_calls: [{ name: 'get_weather', args: '{"city":"New' }],
        response_metadata: { finish_reason: 'length' },
      });
    }
    expect(cities).toEqual([]);
  });

  it('answers in the form of a schema, also after calls', async () => {
    const { weather } = weatherTool();
    const { chat, model } = scripted([
      { when: 'How warm', toolCalls: [callOf('Rome')] },
      { when: '4 degrees', text: '{"city":"Rome","degrees":4}' },
    ]);
    const responseFormat = z.object({ city: z.string(), degrees: z.number() });
    const agent = createAgent({ model: chat, tools: [weather], responseFormat });
    const { structuredResponse } = await agent.invoke({ messages: 'How warm is it in Rome?' });
    expect(structuredResponse).toEqual({ city: 'Rome', degrees: 4 });
    expect(model.requests.map((request) => request.responseFormat)).toMatchObject([
      { kind: 'json-schema', name: 'extract', schema: { type: 'object', required: ['city', 'degrees'] } },
      { kind: 'json-schema' },
    ]);
  });

  it('answers in the form of a schema by a call where the model has no schemas', async () => {
    const { chat, model } = scripted([], { config: { capabilities: ['chat', 'tools'] } });
    const responseFormat = z.object({ city: z.enum(['Rome', 'Paris']) });
    const { structuredResponse } = await createAgent({ model: chat, tools: [], responseFormat }).invoke({
      messages: 'Where is the Colosseum?',
    });
    expect(structuredResponse).toEqual({ city: 'Rome' });
    expect(model.requests[0]).toMatchObject({ prompt: { toolChoice: 'required' }, responseFormat: { kind: 'text' } });
  });

  it('streams tokens, calls and results to who listens', async () => {
    const { weather } = weatherTool();
    const { chat } = scripted([
      { when: 'How warm', toolCalls: [callOf('Rome')] },
      { when: '4 degrees', text: 'Four degrees.' },
    ]);
    const agent = createAgent({ model: chat, tools: [weather] });
    const seen: string[] = [];
    let written = '';
    for await (const [message] of await agent.stream({ messages: 'How warm?' }, { streamMode: 'messages' })) {
      if (ToolMessage.isInstance(message)) seen.push(`result ${message.text}`);
      else if (message.text) seen.push(message.text);
      const chunks = 'tool_call_chunks' in message ? (message.tool_call_chunks as { args?: string }[]) : [];
      for (const { args = '' } of chunks) written += args;
    }
    expect(written).toBe('{"city":"Rome"}');
    expect(seen).toEqual(['result Rome: 4 degrees', 'Four', ' degrees', '.']);
  });

  it('tells a model of a tool that it made up what there is', async () => {
    const { weather, cities } = weatherTool();
    const { chat, model } = scripted([
      { when: 'How warm', toolCalls: [{ name: 'get_climate', arguments: {} }] },
      { text: 'I cannot know.' },
    ]);
    const { messages } = await createAgent({ model: chat, tools: [weather] }).invoke({ messages: 'How warm?' });
    expect(AIMessage.isInstance(messages.at(-1))).toBe(true);
    expect(model.lastMessages.at(-1)).toMatchObject({ role: 'tool', toolCallId: 'call_0' });
    expect(cities).toEqual([]);
  });
});
