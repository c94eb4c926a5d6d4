import type { ChatPrompt, GenerationRequest } from '@pareto/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OpenAiCompatibleChatModel } from '../src/openai-compatible/openai-compatible-chat-model.ts';
import type { ServerName } from '../src/openai-compatible/servers.ts';
import { DONE, delta, event, type OpenAiServer, startOpenAiServer, USAGE, usage } from './openai-server.ts';

let server: OpenAiServer;
beforeAll(async () => {
  server = await startOpenAiServer();
});
afterAll(() => server?.stop());
beforeEach(() => {
  server.requests.length = 0;
});

const chat: ChatPrompt = {
  kind: 'chat',
  messages: [{ role: 'user', content: 'hello' }],
  tools: [],
  toolChoice: 'none',
  parallelToolCalls: true,
};
const plain = {
  responseFormat: { kind: 'text' },
  temperature: 1,
  topP: 1,
  frequencyPenalty: 0,
  presencePenalty: 0,
  stop: [],
} as const satisfies Partial<GenerationRequest>;
const tools = ['get_time', 'get_weather'].map((name) => ({ name, parameters: { type: 'object' } }));

function model(name: ServerName, more: object = {}) {
  const config = { kind: 'openai-compatible', baseUrl: `${server.url}/v1`, model: 'm', server: name, ...more } as const;
  return new OpenAiCompatibleChatModel(config);
}

/** The body that a server of this kind gets. */
async function bodyFor(name: ServerName, options: Partial<GenerationRequest> = {}, more: object = {}) {
  const request = { prompt: chat, ...plain, ...options };
  const logprobs = { content: [{ token: 'a', logprob: 0, top_logprobs: [] }] };
  const last = request.prompt.kind === 'chat' ? delta({ content: 'a' }, 'stop', { logprobs }) : text('a', logprobs);
  server.state.reply = { steps: [last, usage(), DONE] };
  await Array.fromAsync(model(name, more).generate(request));
  return server.requests.at(-1)!.body;
}

const text = (piece: string, logprobs: object) =>
  event({ choices: [{ index: 0, text: piece, finish_reason: 'stop', logprobs }], usage: USAGE });
const withTools = (more: Partial<ChatPrompt>) => ({ prompt: { ...chat, tools, ...more } });

describe('what each server is sent', () => {
  it('asks for nothing that the request does not', async () => {
    const messages = [{ role: 'user', content: 'hello' }];
    const always = { model: 'm', messages, stream: true, stream_options: { include_usage: true } };
    expect(await bodyFor('openai')).toEqual(always);
    expect(await bodyFor('tgi')).toEqual(always);
    expect(await bodyFor('vllm')).toEqual({ ...always, temperature: 1, top_p: 1 });
  });

  it('names the limit of tokens as the server does', async () => {
    expect(await bodyFor('openai', { maxTokens: 5 })).toMatchObject({ max_completion_tokens: 5 });
    expect(await bodyFor('ollama', { maxTokens: 5 })).toMatchObject({ max_tokens: 5 });
  });

  it('sends every parameter', async () => {
    const all = { seed: 1, stop: ['x'], frequencyPenalty: 0.5, presencePenalty: -0.5, temperature: 0, topP: 0.9 };
    expect(await bodyFor('openai', { ...all, topLogprobs: 2 })).toMatchObject({
      seed: 1,
      stop: ['x'],
      frequency_penalty: 0.5,
      presence_penalty: -0.5,
      temperature: 0,
      top_p: 0.9,
      logprobs: true,
      top_logprobs: 2,
    });
  });

  it('asks for log-probabilities in the way that the server knows', async () => {
    expect(await bodyFor('ollama', { topLogprobs: 0 })).toMatchObject({ logprobs: true, top_logprobs: 0 });
    expect(await bodyFor('llama-server', { topLogprobs: 0 })).toMatchObject({ logprobs: true, top_logprobs: 1 });
    const prompt = { kind: 'text', text: 'Once' } as const;
    expect(await bodyFor('vllm', { prompt, topLogprobs: 0 })).toMatchObject({ logprobs: 0 });
    expect(await bodyFor('llama-server', { prompt, topLogprobs: 0 })).toMatchObject({ logprobs: 1 });
  });

  it('sends a conversation with calls and their results', async () => {
    const messages: ChatPrompt['messages'] = [
      { role: 'system', content: 'Be brief.' },
      { role: 'assistant', content: '', toolCalls: [{ id: 'a', name: 'get_time', arguments: '{}' }] },
      { role: 'tool', content: '12:00', toolCallId: 'a' },
    ];
    expect((await bodyFor('openai', { prompt: { ...chat, messages } })).messages).toEqual([
      { role: 'system', content: 'Be brief.' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'a', type: 'function', function: { name: 'get_time', arguments: '{}' } }],
      },
      { role: 'tool', content: '12:00', tool_call_id: 'a' },
    ]);
  });

  it('forces a tool in the way that the server knows', async () => {
    const named = withTools({ toolChoice: { name: 'get_time' } });
    expect(await bodyFor('openai', named)).toMatchObject({
      tool_choice: { type: 'function', function: { name: 'get_time' } },
      parallel_tool_calls: true,
    });
    const words = await bodyFor('llama-server', named);
    expect(words).toMatchObject({ tool_choice: 'required', tools: [{ function: { name: 'get_time' } }] });
    expect(words.tools).toHaveLength(1);
    expect(await bodyFor('tgi', withTools({ toolChoice: 'required' }))).not.toHaveProperty('parallel_tool_calls');
    expect(await bodyFor('ollama', withTools({ toolChoice: 'auto' }))).not.toHaveProperty('tool_choice');
    expect(await bodyFor('ollama', withTools({ toolChoice: 'none' }))).not.toHaveProperty('tools');
  });

  it('sends a schema in the form that the server knows', async () => {
    const schema = { type: 'object', properties: { a: { type: 'string' } } };
    const responseFormat = { kind: 'json-schema', name: 'answer', schema } as const;
    expect((await bodyFor('openai', { responseFormat })).response_format).toEqual({
      type: 'json_schema',
      json_schema: { name: 'answer', schema, strict: true },
    });
    expect((await bodyFor('tgi', { responseFormat })).response_format).toEqual({ type: 'json_object', value: schema });
  });

  it('names adapters as the server does', async () => {
    const adapters = { adapters: ['polite'] };
    expect(await bodyFor('pareto', { adapter: 'polite' }, adapters)).toMatchObject({ model: 'm:polite' });
    expect(await bodyFor('vllm', { adapter: 'polite' }, adapters)).toMatchObject({ model: 'polite' });
  });

  it('asks for a text without a limit in the way that the server knows', async () => {
    const prompt = { kind: 'text', text: 'Once' } as const;
    expect(await bodyFor('vllm', { prompt })).toMatchObject({ prompt: 'Once', max_tokens: null });
    expect(await bodyFor('pareto', { prompt }, { contextLength: 512 })).toMatchObject({ max_tokens: 512 });
    expect(await bodyFor('llama-server', { prompt })).not.toHaveProperty('max_tokens');
    expect(server.requests.every(({ path }) => path === '/v1/completions')).toBe(true);
  });

  it.each<[ServerName, Partial<GenerationRequest>, string]>([
    ['openai', { prompt: { kind: 'text', text: 'Once' }, maxTokens: 5 }, 'prompt'],
    ['pareto', { prompt: { kind: 'text', text: 'Once' } }, 'max_tokens'],
    ['tgi', { presencePenalty: 1 }, 'presence_penalty'],
    ['ollama', { prompt: { kind: 'text', text: 'Once' }, topLogprobs: 0 }, 'logprobs'],
    ['tgi', { prompt: { kind: 'text', text: 'Once' }, topLogprobs: 2 }, 'logprobs'],
    ['llama-server', { ...withTools({}), topLogprobs: 2 }, 'logprobs'],
    ['ollama', withTools({ toolChoice: 'required' }), 'tool_choice'],
  ])('refuses without asking %s what it cannot do: %j', async (name, options, param) => {
    await expect(bodyFor(name, options)).rejects.toMatchObject({ code: 'parameter_unsupported', param });
    expect(server.requests).toEqual([]);
  });

  it('believes the configuration about the model', async () => {
    const { capabilities, id, slots } = model('openai', { capabilities: ['chat'], id: 'mine', slots: 2 });
    expect({ capabilities, id, slots }).toEqual({ capabilities: new Set(['chat']), id: 'mine', slots: 2 });
  });
});
