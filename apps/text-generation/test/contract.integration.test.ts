import { OpenAiCompatibleChatModel } from '@pareto/chat-models';
import { describeChatModel } from '@pareto/contract-tests';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { hasModels, SMALL_MODEL, startService, type TestService } from './service.ts';

const CONTEXT_LENGTH = 512;

// The adapter for servers of OpenAI's protocol and this service, which is one, prove each other.
describe.skipIf(!hasModels)('a running text-generation (needs model files)', () => {
  let service: TestService;

  beforeAll(async () => {
    service = await startService({ SLOTS: '2', CONTEXT_LENGTH: String(CONTEXT_LENGTH), EMBEDDER: 'none' });
    await vi.waitFor(async () => expect((await service.get('/health/ready')).status).toBe(200), 60_000);
  }, 60_000);
  afterAll(() => service?.close());

  const create = () =>
    new OpenAiCompatibleChatModel({
      kind: 'openai-compatible',
      server: 'pareto',
      baseUrl: `${service.url}/v1`,
      model: SMALL_MODEL,
      contextLength: CONTEXT_LENGTH,
      slots: 2,
    });

  describeChatModel('OpenAiCompatibleChatModel', async () => create());

  it('passes on what the service says about a schema', async () => {
    const request = {
      prompt: {
        kind: 'chat',
        messages: [{ role: 'user', content: 'Hello' }],
        tools: [],
        toolChoice: 'none',
        parallelToolCalls: false,
      },
      responseFormat: { kind: 'json-schema', name: 'answer', schema: { type: 'object', not: { required: ['a'] } } },
      temperature: 0,
      topP: 1,
      frequencyPenalty: 0,
      presencePenalty: 0,
      stop: [],
    } as const;
    await expect(Array.fromAsync(create().generate(request))).rejects.toMatchObject({ code: 'schema_unsupported' });
  });
});
