import { describeChatModel } from '@pareto/contract-tests';
import type { GenerationEvent, GenerationRequest } from '@pareto/contracts';
import { describe, expect, it } from 'vitest';
import { ScriptedChatModel, type ScriptedConfig, scriptedConfig } from '../src/index.ts';

describeChatModel('scripted', async () => new ScriptedChatModel({ kind: 'scripted' }), {
  restricted: async (capabilities) => new ScriptedChatModel({ kind: 'scripted', capabilities: [...capabilities] }),
});

function asking(content: string, options: Partial<GenerationRequest> = {}): GenerationRequest {
  return {
    prompt: {
      kind: 'chat',
      messages: [{ role: 'user', content }],
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
    ...options,
  };
}
const REQUEST = asking('Where is the boat?');

function play(replies: ScriptedConfig['replies'], more: Partial<ScriptedConfig> = {}): ScriptedChatModel {
  return new ScriptedChatModel({ kind: 'scripted', replies, ...more });
}

/** Each event as one word, and the code of the error at the end. */
async function told(model: ScriptedChatModel, request = REQUEST): Promise<string[]> {
  const seen: string[] = [];
  try {
    for await (const event of model.generate(request)) seen.push('text' in event ? event.text : event.type);
  } catch (error) {
    seen.push(String((error as { code: string }).code));
  }
  return seen;
}

describe('ScriptedChatModel', () => {
  it('gives the first reply that fits what is asked', async () => {
    const model = play([
      { when: 'plane', text: 'In the air' },
      { pattern: '^where .*\\bboat', text: 'Below' },
      { pattern: '^Where .*\\bboat', text: 'At sea' },
      { text: 'Lost' },
    ]);
    expect(await told(model)).toEqual(['At', ' sea', 'finish']);
    expect(await told(model, asking('Who?'))).toEqual(['Lost', 'finish']);
  });

  it('gives replies in order that answer once', async () => {
    const model = play([{ text: 'first', once: true }, { text: 'second', once: true }, { text: 'then' }]);
    for (const word of ['first', 'second', 'then', 'then']) expect((await told(model))[0]).toBe(word);
  });

  it('plays tool calls, also what is no JSON, and counts their tokens', async () => {
    const toolCalls = [
      { name: 'find', arguments: { a: 7 } },
      { name: 'find', arguments: '{' },
    ];
    const events = await Array.fromAsync(play([{ toolCalls }]).generate(REQUEST));
    expect(events).toEqual([
      { type: 'tool-call', index: 0, id: 'call_0', name: 'find' },
      ...['{', '"', 'a', '"', ':', '7', '}'].map((text) => ({ type: 'tool-arguments', index: 0, text })),
      { type: 'tool-call', index: 1, id: 'call_1', name: 'find' },
      { type: 'tool-arguments', index: 1, text: '{' },
      {
        type: 'finish',
        reason: 'tool-calls',
        usage: { promptTokens: 7, cachedTokens: 0, completionTokens: 8 },
      },
    ]);
  });

  it('ends for the reason that the script has, unless the limit of tokens comes first', async () => {
    const model = play([{ text: 'no more', finishReason: 'content-filter' }]);
    const last = async (maxTokens: number) =>
      (await Array.fromAsync(model.generate(asking('?', { maxTokens })))).at(-1);
    expect(await last(2)).toMatchObject({ reason: 'content-filter' });
    expect(await last(1)).toMatchObject({ reason: 'length' });
  });

  it('fails where the script says so', async () => {
    const failing = (afterTokens: number, text = 'one two three') =>
      told(play([{ text, failure: { code: 'chat_model_failed', afterTokens } }]));
    expect(await failing(0)).toEqual(['chat_model_failed']);
    expect(await failing(0, '')).toEqual(['chat_model_failed']);
    expect(await failing(2)).toEqual(['one', ' two', 'chat_model_failed']);
    expect(await failing(9)).toEqual(['one', ' two', ' three', 'chat_model_failed']);
    const busy = play([{ failure: { code: 'queue_full', retryAfterSeconds: 7 } }]);
    await expect(Array.fromAsync(busy.generate(REQUEST))).rejects.toMatchObject({ retryAfterSeconds: 7 });
  });

  it('waits before each token, and leaves while it waits', async () => {
    const controller = new AbortController();
    const reason = new Error('left');
    const run = Array.fromAsync(play([{ text: 'a', delayMs: 600_000 }]).generate(REQUEST, controller));
    controller.abort(reason);
    await expect(run).rejects.toBe(reason);
  });

  it('keeps log-probabilities with their tokens, and tells none of a stop text', async () => {
    const request = asking('?', { topLogprobs: 1, stop: [' two three', ' five six'] });
    const events = await Array.fromAsync(play([{ text: 'one two four five six' }]).generate(request));
    const tokens = events.map((event) =>
      event.type === 'text' ? event.logprobs?.map(({ token }) => token) : 'finish',
    );
    expect(tokens).toEqual([['one'], [' two', ' four'], 'finish']);
  });

  it('plays recorded events again', async () => {
    const recorded: GenerationEvent[] = await Array.fromAsync(play([{ text: 'as it was' }]).generate(REQUEST));
    const again = JSON.parse(JSON.stringify(recorded)) as GenerationEvent[];
    expect(await Array.fromAsync(play([{ events: again }]).generate(asking('anything')))).toEqual(recorded);
    const broken = play([{ events: again, failure: { code: 'chat_model_failed', afterTokens: 2 } }]);
    expect(await told(broken)).toEqual(['as', ' it', 'chat_model_failed']);
  });

  it('takes no script that cannot be played', () => {
    const problems = (reply: unknown) => scriptedConfig.safeParse({ kind: 'scripted', replies: [reply] }).success;
    expect(problems({ pattern: '(' })).toBe(false);
    expect(problems({ events: [{ type: 'text', text: 'without an end' }] })).toBe(false);
    expect(problems({ failure: { code: 'no_such_code' } })).toBe(false);
  });
});
