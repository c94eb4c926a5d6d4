import { createAgent, createMiddleware, modelRetryMiddleware } from 'langchain';
import { describe, expect, it } from 'vitest';
import { scripted } from './scripted.ts';

describe('createAgent over a PortChatModel that gives no answer', () => {
  it('stops the model when it is aborted, with the reason', async () => {
    const { chat, model } = scripted([{ text: 'never', delayMs: 600_000 }]);
    const controller = new AbortController();
    const reason = new Error('the user left');
    const run = createAgent({ model: chat, tools: [] }).invoke({ messages: 'Hello' }, { signal: controller.signal });
    await expect.poll(() => model.running).toBe(1);
    controller.abort(reason);
    await expect(run).rejects.toBe(reason);
    await expect.poll(() => model.running).toBe(0);
  });

  it('fails with the error of the model, code and all', async () => {
    const { chat } = scripted([{ failure: { code: 'queue_full', retryAfterSeconds: 7 } }]);
    const run = createAgent({ model: chat, tools: [] }).invoke({ messages: 'Hello' });
    await expect(run).rejects.toMatchObject({ name: 'ServiceError', code: 'queue_full', retryAfterSeconds: 7 });
  });

  it('shows the code as the cause where middleware is around the model', async () => {
    const { chat } = scripted([{ failure: { code: 'queue_full' } }]);
    const through = createMiddleware({ name: 'Through', wrapModelCall: (request, handler) => handler(request) });
    const run = createAgent({ model: chat, tools: [], middleware: [through] }).invoke({ messages: 'Hello' });
    await expect(run).rejects.toMatchObject({ name: 'ServiceError', cause: { code: 'queue_full' } });
  });

  it.each([
    ['chat_model_failed', 3],
    ['schema_unsupported', 1],
  ] as const)("lets LangChain's middleware try again after %s: %i requests in all", async (code, requests) => {
    const { chat, model } = scripted([{ failure: { code } }]);
    const retry = modelRetryMiddleware({ maxRetries: 2, initialDelayMs: 0, onFailure: 'error' });
    const run = createAgent({ model: chat, tools: [], middleware: [retry] }).invoke({ messages: 'Hello' });
    await expect(run).rejects.toMatchObject({ cause: { code } });
    expect(model.requests).toHaveLength(requests);
  });
});
