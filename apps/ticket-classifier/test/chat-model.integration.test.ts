import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hasModels, startService } from './service.ts';

const OUTSIDE = { body: 'Beat three egg whites until they are stiff.' };
const INSIDE = { body: 'My parcel has not arrived yet, where is it?' };

/** A server of OpenAI's protocol that says one thing, or nothing at all when there is nothing to say. */
async function chatServer(reply: string | undefined) {
  const prompts: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    prompts.push(Buffer.concat(chunks).toString());
    if (reply === undefined) return;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const send = (choices: object[], usage?: object) => {
      const chunk = { id: 'x', object: 'chat.completion.chunk', created: 0, model: 'scripted', choices, usage };
      response.write(`data: ${JSON.stringify(chunk)}\n\n`);
    };
    send([{ index: 0, delta: { role: 'assistant', content: reply }, finish_reason: null }]);
    send([{ index: 0, delta: {}, finish_reason: 'stop' }]);
    send([], { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 });
    response.end('data: [DONE]\n\n');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, prompts };
}

describe.skipIf(!hasModels)('the chat model (needs model files)', () => {
  it('is asked only where the encoder abstains, and its tokens are counted', async () => {
    const server = await chatServer('{"category": "billing", "priority": "normal"}');
    const { client } = await startService({ LLM_BASE_URL: server.url, LLM_MODEL: 'any' });
    expect((await client.post('/v1/classify', INSIDE)).body.answered_by).not.toBe('chat-model');
    expect(server.prompts).toEqual([]);
    const { body } = await client.post('/v1/classify', OUTSIDE);
    expect(body).toMatchObject({ label: 'billing', abstained: false, answered_by: 'chat-model' });
    expect(server.prompts).toHaveLength(1);
    const metrics = (await client.get('/metrics')).body;
    expect(metrics).toContain('ticket_stage_texts_total{stage="chat-model"} 1');
    expect(metrics).toContain('ticket_chat_tokens_total{kind="prompt"} 100');
    expect(metrics).toContain('ticket_chat_tokens_total{kind="completion"} 10');
  });

  it.each([
    ['that is down', 'down'],
    ['that says nothing', undefined],
    ['that answers anything', 'I am a teapot.'],
  ])('%s costs no more than its time: the abstention stands', async (_what, reply) => {
    const server = await chatServer(reply === 'down' ? undefined : reply);
    const url = reply === 'down' ? 'http://127.0.0.1:9/v1' : server.url;
    const { client } = await startService({ LLM_BASE_URL: url, LLM_MODEL: 'any', LLM_TIMEOUT_MS: '300' });
    const items = Array.from({ length: 30 }, (_, id) => ({ id, ...OUTSIDE }));
    const { status, body } = await client.post('/v1/classify/batch', { items });
    expect(status).toBe(200);
    for (const result of body.results) {
      expect(result).toMatchObject({ abstained: true, reason: 'out_of_scope', answered_by: 'encoder' });
    }
  });
});
