import { load } from '@langchain/core/load';
import type { AIMessageChunk } from '@langchain/core/messages';
import { concat } from '@langchain/core/utils/stream';
import { describe, expect, it } from 'vitest';
import { scripted } from './scripted.ts';

const CALLS = [
  { name: 'find', arguments: { city: 'Rome' } },
  { name: 'find', arguments: { city: 'Paris' } },
];

async function streamed(stream: AsyncIterable<AIMessageChunk>) {
  const chunks = await Array.fromAsync(stream);
  return { chunks, whole: chunks.reduce((left, right) => concat(left, right)) };
}

describe('a streamed answer', () => {
  it('comes token by token, to the stream and to callbacks', async () => {
    const { chat } = scripted([{ text: 'The boat is at sea.' }]);
    const tokens: string[] = [];
    const callbacks = [{ handleLLMNewToken: (token: string) => void tokens.push(token) }];
    const { chunks, whole } = await streamed(await chat.stream('?', { callbacks }));
    expect(chunks.map(({ content }) => content)).toEqual(['The', ' boat', ' is', ' at', ' sea', '.', '']);
    expect(tokens).toEqual(['The', ' boat', ' is', ' at', ' sea', '.', '']);
    expect(whole).toMatchObject({
      content: 'The boat is at sea.',
      usage_metadata: { output_tokens: 6 },
      response_metadata: { finish_reason: 'stop', model_name: 'scripted' },
    });
  });

  it('brings the arguments of several calls in pieces that add up', async () => {
    const { chat } = scripted([{ text: 'I look.', toolCalls: CALLS }]);
    const { chunks, whole } = await streamed(await chat.stream('?'));
    const pieces = chunks.flatMap(({ tool_call_chunks }) => tool_call_chunks ?? []);
    expect(pieces.slice(0, 4)).toMatchObject([
      { index: 0, id: 'call_0', name: 'find', args: '' },
      { index: 0, args: '{' },
      { index: 0, args: '"' },
      { index: 0, args: 'city' },
    ]);
    expect(
      pieces
        .filter(({ index }) => index === 1)
        .map(({ args }) => args)
        .join(''),
    ).toBe('{"city":"Paris"}');
    expect(whole).toMatchObject({
      content: 'I look.',
      tool_calls: [
        { id: 'call_0', name: 'find', args: { city: 'Rome' } },
        { id: 'call_1', name: 'find', args: { city: 'Paris' } },
      ],
      response_metadata: { finish_reason: 'tool_calls' },
    });
  });

  it('has calls while they are written, and takes back what was not finished', async () => {
    const { chat } = scripted([{ toolCalls: CALLS }], { maxTokens: 15 });
    const { chunks, whole } = await streamed(await chat.stream('?'));
    const unfinished = chunks.slice(0, -1).reduce((left, right) => concat(left, right));
    expect(unfinished.tool_calls).toMatchObject([{ args: { city: 'Rome' } }, { args: { city: '' } }]);
    const settled = {
      tool_calls: [{ args: { city: 'Rome' } }],
      invalid_tool_calls: [{ id: 'call_1', name: 'find', args: '{"city":"' }],
    };
    expect(whole).toMatchObject(settled);
    expect(whole.tool_calls).toHaveLength(1);
    expect((await chat.invoke('?')).tool_calls).toHaveLength(1);
    // A stored conversation does not make a call of it again.
    const restored = await load<AIMessageChunk>(JSON.stringify(whole));
    expect(restored.tool_calls).toEqual(whole.tool_calls);
  });

  it('ends the work of the model when the reader leaves', async () => {
    const { chat, model } = scripted([{ text: 'one two three', delayMs: 1 }]);
    for await (const { content } of await chat.stream('?')) {
      expect(content).toBe('one');
      break;
    }
    await expect.poll(() => model.running).toBe(0);
  });

  it('breaks off with the error of the model, after what came before it', async () => {
    const { chat } = scripted([{ text: 'one two three', failure: { code: 'chat_model_failed', afterTokens: 2 } }]);
    const seen: unknown[] = [];
    const errors: unknown[] = [];
    const callbacks = [{ handleLLMError: (error: unknown) => void errors.push(error) }];
    const reading = (async () => {
      for await (const { content } of await chat.stream('?', { callbacks })) seen.push(content);
    })();
    await expect(reading).rejects.toMatchObject({ code: 'chat_model_failed' });
    expect(seen).toEqual(['one', ' two']);
    expect(errors).toMatchObject([{ code: 'chat_model_failed' }]);
  });

  it('stops at a signal', async () => {
    const { chat, model } = scripted([{ text: 'one two', delayMs: 20 }]);
    const controller = new AbortController();
    const reason = new Error('left');
    const reading = (async () => {
      for await (const _ of await chat.stream('?', { signal: controller.signal })) controller.abort(reason);
    })();
    await expect(reading).rejects.toBe(reason);
    await expect.poll(() => model.running).toBe(0);
  });
});

describe('events of content blocks', () => {
  it('keep a text and the calls after it apart', async () => {
    const { chat } = scripted([{ text: 'I look.', toolCalls: CALLS }]);
    const stream = chat.streamEvents('?');
    expect(await stream.text).toBe('I look.');
    expect(await stream.toolCalls).toMatchObject([
      { name: 'find', args: { city: 'Rome' } },
      { name: 'find', args: { city: 'Paris' } },
    ]);
    const message = await stream;
    expect(message).toMatchObject({
      tool_calls: [{ id: 'call_0' }, { id: 'call_1' }],
      usage_metadata: { input_tokens: 3 },
      response_metadata: { finish_reason: 'tool_use', model_name: 'scripted' },
    });
  });

  it('make no call of arguments that were cut off', async () => {
    const { chat } = scripted([{ toolCalls: CALLS }], { maxTokens: 15 });
    const stream = chat.streamEvents('?');
    expect(await stream.toolCalls).toMatchObject([{ args: { city: 'Rome' } }]);
    expect((await stream).tool_calls).toHaveLength(1);
    expect((await stream).contentBlocks.at(-1)).toMatchObject({ type: 'invalid_tool_call', args: '{"city":"' });
  });

  it('end with the error of the model', async () => {
    const { chat } = scripted([{ text: 'one', failure: { code: 'queue_full' } }]);
    await expect(chat.streamEvents('?').text).rejects.toMatchObject({ code: 'queue_full' });
  });
});
