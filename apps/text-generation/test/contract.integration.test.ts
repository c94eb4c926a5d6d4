import { HuggingFaceChatModel, OpenAiCompatibleChatModel } from '@pareto/chat-models';
import { describeChatModel } from '@pareto/contract-tests';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { hasModels, SMALL_MODEL, startService, type TestService } from './service.ts';

const LIMITS = { contextLength: 512, slots: 2 };

// The adapters for servers of OpenAI's protocol and this service, which is one, prove each other.
describe.skipIf(!hasModels)('a running text-generation (needs model files)', () => {
  let service: TestService;

  beforeAll(async () => {
    const { contextLength, slots } = LIMITS;
    service = await startService({ SLOTS: `${slots}`, CONTEXT_LENGTH: `${contextLength}`, EMBEDDER: 'none' });
    await vi.waitFor(async () => expect((await service.get('/health/ready')).status).toBe(200), 60_000);
  }, 60_000);
  afterAll(() => service?.close());

  const throughOpenAi = () =>
    new OpenAiCompatibleChatModel({
      kind: 'openai-compatible',
      server: 'pareto',
      baseUrl: `${service.url}/v1`,
      model: SMALL_MODEL,
      ...LIMITS,
    });
  const throughHuggingFace = () =>
    new HuggingFaceChatModel({
      kind: 'hugging-face',
      token: 'hf_none',
      endpointUrl: service.url,
      model: SMALL_MODEL,
      ...LIMITS,
    });

  describeChatModel('OpenAiCompatibleChatModel', async () => throughOpenAi());
  describeChatModel('HuggingFaceChatModel', async () => throughHuggingFace());

  it.each([
    ['OpenAiCompatibleChatModel', throughOpenAi],
    ['HuggingFaceChatModel', throughHuggingFace],
  ])('tells through %s what the service says about a schema', async (_name, create) => {
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
