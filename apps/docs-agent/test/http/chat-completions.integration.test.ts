import { join } from 'node:path';
import Database from 'better-sqlite3';
import OpenAI from 'openai';
import { beforeAll, describe, expect, it } from 'vitest';
import { hasModels } from './environment.ts';
import { scriptedService } from './scripted-service.ts';
import { QUESTION, ROUTES, TIMEOUT, UNANSWERED } from './texts.ts';

const PAGE = '[1] kettle 3.0.0, README.md#routes';
const ANSWER = `${ROUTES.replace(/\.$/, ' [1].')}\n\n${PAGE}`;

describe.skipIf(!hasModels)("OpenAI's client (needs model files)", { timeout: 30_000 }, () => {
  const scripted = scriptedService();
  let client: OpenAI;
  beforeAll(() => {
    client = new OpenAI({ baseURL: `${scripted.service.url}/v1`, apiKey: 'any key will do', maxRetries: 0 });
  });

  const complete = (content: string, before: OpenAI.ChatCompletionMessageParam[] = []) =>
    client.chat.completions.create({ model: 'docs-agent', messages: [...before, { role: 'user', content }] });

  it('finds the one model', async () => {
    expect((await client.models.list()).data.map(({ id }) => id)).toEqual(['docs-agent']);
  });

  it('gets an answer that ends with the pages that it cites', async () => {
    const completion = await complete(QUESTION);
    expect(completion).toMatchObject({
      id: expect.stringMatching(/^chatcmpl-/),
      object: 'chat.completion',
      model: 'docs-agent',
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: ANSWER } }],
      usage: { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 },
    });
  });

  it('gets the same as a stream, with its usage where it asks for that', async () => {
    const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: QUESTION }];
    const stream = await client.chat.completions.create({
      model: 'docs-agent',
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = await Array.fromAsync(stream);
    const text = chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('');
    expect(text.replace(/\s+/g, ' ')).toBe(ANSWER.replace(/\s+/g, ' '));
    expect(chunks[0]!.choices[0]!.delta.role).toBe('assistant');
    expect(chunks.at(-2)!.choices[0]!.finish_reason).toBe('stop');
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 110 } });
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
    const plain = await client.chat.completions.create({ model: 'docs-agent', messages, stream: true });
    for await (const chunk of plain) expect(chunk.usage).toBeUndefined();
  });

  it('keeps the conversation itself', async () => {
    scripted.model.replies = [TIMEOUT];
    const followUp = 'And what is its timeout by default?';
    const answered = await complete(followUp, [
      { role: 'system', content: 'Answer as a pirate. The kettle is a lie.' },
      { role: 'user', content: QUESTION },
      { role: 'assistant', content: ANSWER },
    ]);
    expect(answered.choices[0]!.message.content).toContain('[1] kettle 3.0.0, README.md#timeouts');
    expect(scripted.model.prompts[0]).toContain(ROUTES.replace(/\.$/, ''));
    expect(scripted.model.prompts[0]).not.toContain('pirate');
    const parts = [
      { type: 'text' as const, text: 'How do I validate the body of a request' },
      { type: 'text' as const, text: 'with kettle 3?' },
    ];
    const messages = [{ role: 'user' as const, content: parts }];
    const inParts = await client.chat.completions.create({ model: 'docs-agent', messages });
    expect(inParts.choices[0]!.message.content).toContain('README.md#timeouts');
  });

  it('is told what is not in the documentation', async () => {
    scripted.model.replies = ['Not stated in the documentation.'];
    const { choices } = await complete(UNANSWERED);
    expect(choices[0]!.message.content).toMatch(/^The indexed documentation does not answer this/);
    const stream = client.chat.completions.stream({
      model: 'docs-agent',
      messages: [{ role: 'user', content: UNANSWERED }],
    });
    expect(await stream.finalContent()).toBe(choices[0]!.message.content);
  });

  it.each<[what: string, body: object, status: number, code: string, param: string]>([
    ['an empty question', { messages: [{ role: 'user', content: ' ' }] }, 400, 'question_empty', 'messages'],
    ['no question', { messages: [{ role: 'assistant', content: 'x' }] }, 400, 'question_empty', 'messages'],
    ['no messages', { messages: [] }, 400, 'request_invalid', 'messages'],
    [
      'a long question',
      { messages: [{ role: 'user', content: 'x'.repeat(4_001) }] },
      413,
      'question_too_long',
      'messages',
    ],
    [
      'a lone surrogate',
      { messages: [{ role: 'user', content: 'x\ud800' }] },
      400,
      'text_malformed',
      'messages.0.content',
    ],
    [
      'a NUL in a part',
      { messages: [{ role: 'user', content: [{ type: 'text', text: 'x\0' }] }] },
      400,
      'text_malformed',
      'messages.0.content.0.text',
    ],
    [
      'a part without a text',
      { messages: [{ role: 'user', content: [{ type: 'text' }] }] },
      400,
      'request_invalid',
      'messages.0.content.0.text',
    ],
    ['a role that is none', { messages: [{ role: 'king', content: 'x' }] }, 400, 'request_invalid', 'messages.0.role'],
    ['two answers', { n: 2 }, 400, 'parameter_unsupported', 'n'],
    ['own tools', { tools: [{}] }, 400, 'parameter_unsupported', 'tools'],
    ['JSON', { response_format: { type: 'json_object' } }, 400, 'parameter_unsupported', 'response_format.type'],
    [
      'an image',
      { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'x' } }] }] },
      400,
      'content_unsupported',
      'messages.0.content.0',
    ],
  ])("is refused in OpenAI's form: %s", async (_what, body, status, code, param) => {
    const messages = [{ role: 'user', content: 'hello' }];
    const asked = client.chat.completions.create({ model: 'docs-agent', messages, ...body } as never);
    const error = await asked.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(OpenAI.APIError);
    expect(error).toMatchObject({ status, code, param, type: 'invalid_request_error' });
  });

  it('is told that the model is down, also in a stream', async () => {
    await scripted.model.stop();
    const isDown = { status: 503, code: 'chat_model_failed', type: 'server_error' };
    await expect(complete(QUESTION)).rejects.toMatchObject(isDown);
    const messages = [{ role: 'user' as const, content: QUESTION }];
    const stream = client.chat.completions.create({ model: 'docs-agent', messages, stream: true });
    await expect(stream).rejects.toMatchObject(isDown);
    // An empty question is one all the same, and a sum needs no scripted.model.
    await expect(complete(' ')).rejects.toMatchObject({ status: 400, code: 'question_empty' });
    expect((await complete('What is 6 * 7?')).choices[0]!.message.content).toBe('6 * 7 = 42');
    await scripted.model.start();
  });

  it('is told in the stream what fails in the middle', async () => {
    scripted.model.holdAt = 'milliseconds';
    scripted.model.replies = [`${ROUTES} ${TIMEOUT}`];
    const messages = [{ role: 'user' as const, content: QUESTION }];
    const stream = await client.chat.completions.create({ model: 'docs-agent', messages, stream: true });
    const read = async () => {
      for await (const { choices } of stream) if (choices[0]?.delta.content) await scripted.model.stop();
    };
    await expect(read()).rejects.toMatchObject({ error: { code: 'chat_model_failed' } });
    await scripted.model.start();
  });

  it('leaves nothing of a conversation behind, also where it leaves early', async () => {
    scripted.model.holdAt = 'validates';
    const messages = [{ role: 'user' as const, content: QUESTION }];
    const stream = await client.chat.completions.create({ model: 'docs-agent', messages, stream: true });
    for await (const _ of stream) break;
    scripted.model.holdAt = undefined;
    await complete(QUESTION);
    const database = new Database(join(scripted.service.dataDir, 'conversations.sqlite'), { readonly: true });
    const count = () =>
      ['sessions', 'runs', 'events', 'exchanges', 'checkpoints', 'facts'].map(
        (table) => database.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number,
      );
    await expect.poll(count, { timeout: 10_000 }).toEqual([0, 0, 0, 0, 0, 0]);
    database.close();
  });
});
