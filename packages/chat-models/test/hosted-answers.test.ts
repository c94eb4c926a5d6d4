import type { GenerationEvent, GenerationRequest } from '@pareto/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, HOSTED_MODELS, KEY } from './hosted-models.ts';
import {
  byteByByte,
  DONE,
  delta,
  event,
  type OpenAiServer,
  type Step,
  startOpenAiServer,
  USAGE,
  usage,
} from './openai-server.ts';

let server: OpenAiServer;
beforeAll(async () => {
  server = await startOpenAiServer();
});
afterAll(() => server?.stop());

const USED = { promptTokens: 9, cachedTokens: 5, completionTokens: 4 };
const finish = (reason: string): object => ({ type: 'finish', reason, usage: USED });
const textOf = (events: readonly GenerationEvent[]) =>
  events.map((one) => (one.type === 'text' ? one.text : '')).join('');

describe.each(Object.entries(HOSTED_MODELS))('answers through %s', (_name, create) => {
  const run = (steps: readonly Step[], request = ask()) => {
    server.state.reply = { steps };
    return Array.fromAsync(create({ url: server.url }).generate(request));
  };

  it('streams text and ends with the exact usage', async () => {
    const steps = [delta({ role: 'assistant', content: '' }), delta({ content: 'Hel' }), delta({ content: 'lo' })];
    const events = await run([...steps, delta({}, 'stop'), usage(), DONE]);
    expect(events).toEqual([{ type: 'text', text: 'Hel' }, { type: 'text', text: 'lo' }, finish('stop')]);
    expect(server.requests.at(-1)!.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(server.requests.at(-1)!.body).toMatchObject({ stream: true, stream_options: { include_usage: true } });
  });

  it('takes usage from the last chunk of the answer, and does without [DONE]', async () => {
    const last = event({ choices: [{ index: 0, delta: { content: 'a' }, finish_reason: 'length' }], usage: USAGE });
    expect(await run([': waiting\n\n', last])).toEqual([{ type: 'text', text: 'a' }, finish('length')]);
  });

  it('keeps characters whole that arrive byte by byte', async () => {
    const events = await run(byteByByte(delta({ content: '漢字 🙂 café' }), delta({}, 'stop'), usage(), DONE));
    expect(textOf(events)).toBe('漢字 🙂 café');
  });

  it('cuts a stop text that the server sends along', async () => {
    const steps = [delta({ content: 'one tw' }), delta({ content: 'o three' }), delta({}, 'stop'), usage(), DONE];
    expect(textOf(await run(steps, ask({ stop: ['two'] })))).toBe('one ');
  });

  it('numbers streamed calls from 0 and keeps their ids', async () => {
    const call = (index: number, more: object) => delta({ tool_calls: [{ index, ...more }] });
    const events = await run([
      call(3, { id: 'a', type: 'function', function: { name: 'get_time', arguments: '' } }),
      call(3, { function: { arguments: '{"zone":' } }),
      call(3, { function: { arguments: '"UTC"}' } }),
      call(5, { id: 'b', type: 'function', function: { name: 'get_time', arguments: '' } }),
      delta({}, 'tool_calls'),
      usage(),
      DONE,
    ]);
    expect(events).toEqual([
      { type: 'tool-call', index: 0, id: 'a', name: 'get_time' },
      { type: 'tool-arguments', index: 0, text: '{"zone":' },
      { type: 'tool-arguments', index: 0, text: '"UTC"}' },
      { type: 'tool-call', index: 1, id: 'b', name: 'get_time' },
      { type: 'tool-arguments', index: 1, text: '{}' },
      finish('tool-calls'),
    ]);
  });

  it('takes whole calls at once, at one index or at none, with "stop" as the reason', async () => {
    const whole = (id: string, more: object) => ({ id, ...more, function: { name: 'get_time', arguments: '{}' } });
    const object = { function: { name: 'get_time', arguments: { zone: 'UTC' } } };
    const calls = [whole('a', { index: 0 }), whole('b', { index: 0 }), object, object];
    const events = await run([delta({ tool_calls: calls }), delta({}, 'stop'), usage(), DONE]);
    expect(events.filter(({ type }) => type === 'tool-call')).toEqual([
      { type: 'tool-call', index: 0, id: 'a', name: 'get_time' },
      { type: 'tool-call', index: 1, id: 'b', name: 'get_time' },
      { type: 'tool-call', index: 2, id: expect.stringMatching(/^call_\w{24}$/), name: 'get_time' },
      { type: 'tool-call', index: 3, id: expect.stringMatching(/^call_\w{24}$/), name: 'get_time' },
    ]);
    expect(events).toContainEqual({ type: 'tool-arguments', index: 3, text: '{"zone":"UTC"}' });
    expect(events.at(-1)).toEqual(finish('tool-calls'));
  });

  it('gives one call where the caller wants no more', async () => {
    const { prompt } = ask();
    const request = ask({ prompt: { ...prompt, parallelToolCalls: false } as GenerationRequest['prompt'] });
    const call = (index: number) => ({ index, id: `id${index}`, function: { name: 'get_time', arguments: '{}' } });
    const events = await run([delta({ tool_calls: [call(0), call(1)] }), delta({}, 'stop'), usage(), DONE], request);
    expect(events.filter(({ type }) => type !== 'finish').map((one) => 'index' in one && one.index)).toEqual([0, 0]);
  });

  it('reads log-probabilities of both routes', async () => {
    const top = [{ token: 'hi', logprob: -0.5, bytes: [104, 105] }];
    const logprobs = { content: [{ token: 'hi', logprob: -0.5, bytes: null, top_logprobs: top }] };
    const chat = [delta({ content: 'hi' }, null, { logprobs }), delta({}, 'stop'), usage(), DONE];
    const expected = [{ token: 'hi', logprob: -0.5, bytes: [104, 105], top }];
    expect((await run(chat, ask({ topLogprobs: 1 })))[0]).toEqual({ type: 'text', text: 'hi', logprobs: expected });

    const columns = { tokens: ['hi'], token_logprobs: [-0.5], top_logprobs: [{ hi: -0.5 }], text_offset: [0] };
    const text = event({ choices: [{ index: 0, text: 'hi', logprobs: columns, finish_reason: 'stop' }] });
    const request = ask({ prompt: { kind: 'text', text: 'say' }, topLogprobs: 1, maxTokens: 5 });
    const events = await run([text, usage(), DONE], request);
    expect(events).toEqual([{ type: 'text', text: 'hi', logprobs: expected }, finish('stop')]);
    expect(server.requests.at(-1)).toMatchObject({
      path: '/v1/completions',
      body: { prompt: 'say', max_tokens: 5, logprobs: 1, stream_options: { include_usage: true } },
    });
  });

  it('takes log-probabilities of a text in the form of chats, and no more of them than were asked for', async () => {
    const top_logprobs = [-3, -1, -2].map((logprob) => ({ token: `t${logprob}`, logprob, bytes: null }));
    const logprobs = { content: [{ token: 'hi', logprob: -1.5, bytes: null, top_logprobs }] };
    const text = event({ choices: [{ index: 0, text: 'hi', logprobs, finish_reason: 'stop' }] });
    const request = ask({ prompt: { kind: 'text', text: 'say' }, topLogprobs: 2, maxTokens: 5 });
    const [said] = await run([text, usage(), DONE], request);
    expect(said).toMatchObject({ text: 'hi', logprobs: [{ token: 'hi', top: [{ logprob: -1 }, { logprob: -2 }] }] });
  });

  it('does not pass over log-probabilities that did not come', async () => {
    const steps = [delta({ content: 'hi' }), delta({}, 'stop'), usage(), DONE];
    await expect(run(steps, ask({ topLogprobs: 1 }))).rejects.toMatchObject({ code: 'chat_model_invalid' });
  });

  it('waits for a first token that is slow', async () => {
    const events = await run([{ pauseMs: 150 }, delta({ content: 'a' }), delta({}, 'stop'), usage(), DONE]);
    expect(textOf(events)).toBe('a');
  });
});
