import { createAgent, tool } from 'langchain';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { scripted } from './scripted.ts';

const weather = tool(async ({ city }) => `18 degrees in ${city}`, {
  name: 'get_weather',
  description: 'The temperature in a city.',
  schema: z.object({ city: z.string() }),
});

it('thread', async () => {
  const { chat, model } = scripted([
    { when: 'How warm', toolCalls: [{ name: 'get_weather', arguments: { city: 'Rome' } }] },
    { when: '18 degrees', text: 'It is 18 degrees in Rome.' },
  ]);
  const agent = createAgent({ model: chat, tools: [weather] });
  const { messages } = await agent.invoke({ messages: 'How warm is it in Rome?' });
  console.log(JSON.stringify(messages, null, 1), JSON.stringify(model.requests, null, 1));
  expect(messages.at(-1)?.content).toBe('It is 18 degrees in Rome.');
});
