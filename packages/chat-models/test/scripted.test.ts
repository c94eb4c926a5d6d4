import { describeChatModel } from '@pareto/contract-tests';
import type { GenerationEvent } from '@pareto/contracts';
import { describe, expect, it } from 'vitest';
import { ScriptedChatModel, type ScriptedConfig } from '../src/index.ts';

describeChatModel('scripted', async () => new ScriptedChatModel({ kind: 'scripted' }));
const request = {
  prompt: {
    kind: 'chat',
    messages: [{ role: 'user', content: 'Where is the boat?' }],
    tools: [],
    toolChoice: 'none',
    parallelToolCalls: false,
  },
  responseFormat: { kind: 'text' },
  temperature: 0,
  topP: 1,
  frequencyPenalty: 0,
  presencePenalty: 0,
  stop: [],
} as const;

async function events(replies: ScriptedConfig['replies']): Promise<GenerationEvent[]> {
  const model = new ScriptedChatModel({ kind: 'scripted', replies });
  const seen: GenerationEvent[] = [];
  try {
    for await (const event of model.generate(request)) seen.push(event);
  } catch (error) {
    seen.push({ type: 'text', text: String((error as { code: string }).code) });
  }
  return seen;
}

describe('ScriptedChatModel', () => {
  it('gives the first reply that fits what is asked', async () => {
    const said = await events([
      { when: 'plane', text: 'In the air' },
      { when: 'boat', text: 'At sea' },
      { text: 'Lost' },
    ]);
    expect(said.map((event) => (event.type === 'text' ? event.text : event.type))).toEqual(['At', ' sea', 'finish']);
  });

  it('refuses what it is told that it cannot honour', async () => {
    const model = new ScriptedChatModel({ kind: 'scripted', capabilities: ['chat'] });
    const run = async (options: object) => {
      for await (const _ of model.generate({ ...request, ...options }));
    };
    for (const [options, param] of [
      [{ seed: 1 }, 'seed'],
      [{ stop: ['x'] }, 'stop'],
      [{ presencePenalty: 1 }, 'presence_penalty'],
      [{ frequencyPenalty: 1 }, 'frequency_penalty'],
      [{ topLogprobs: 0 }, 'logprobs'],
      [{ responseFormat: { kind: 'json-object' } }, 'response_format'],
      [{ prompt: { kind: 'text', text: 'a' } }, 'prompt'],
    ] as const) {
      await expect(run(options)).rejects.toMatchObject({ code: 'parameter_unsupported', param });
    }
  });

  it('plays tool calls', async () => {
    const said = await events([{ toolCalls: [{ name: 'find', arguments: { what: 'boat' } }] }]);
    expect(said[0]).toMatchObject({ type: 'tool-call', name: 'find', index: 0 });
    expect(said.at(-1)).toMatchObject({ type: 'finish', reason: 'tool-calls' });
  });

  it('fails where the script says so', async () => {
    const said = await events([{ text: 'one two three', failure: { code: 'chat_model_failed', afterTokens: 2 } }]);
    expect(said.map((event) => (event.type === 'text' ? event.text : event.type))).toEqual([
      'one',
      ' two',
      'chat_model_failed',
    ]);
  });
});
