import { describeTextEmbedder } from '@pareto/contract-tests';
import type { TextEmbedder } from '@pareto/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HuggingFaceTextEmbedder, OnnxTextEmbedder, OpenAiCompatibleTextEmbedder } from '../src/index.ts';
import { type Misbehaviour, startEmbeddingServer } from './embedding-server.ts';
import { hasMiniLm, MINILM } from './models.ts';

describe.skipIf(!hasMiniLm)('hosted embedders against a server with a real model (needs model files)', () => {
  let model: OnnxTextEmbedder;
  let server: Awaited<ReturnType<typeof startEmbeddingServer>>;
  beforeAll(async () => {
    model = await OnnxTextEmbedder.load({ kind: 'onnx', modelFolder: MINILM, precision: 'fp32', threads: 1 });
    server = await startEmbeddingServer(model);
  });
  afterAll(async () => {
    server?.stop();
    await model?.close();
  });

  const common = { model: 'minilm', dimensions: 384, timeoutMs: 2_000 };
  const adapters: Record<string, () => TextEmbedder> = {
    'openai-compatible': () =>
      new OpenAiCompatibleTextEmbedder({ kind: 'openai-compatible', baseUrl: `${server.url}/v1`, ...common }),
    'hugging-face': () =>
      new HuggingFaceTextEmbedder({ kind: 'hugging-face', token: 'hf_test', endpointUrl: server.url, ...common }),
  };

  describe.each(Object.entries(adapters))('%s', (name, create) => {
    describeTextEmbedder(name, async () => create());

    it.each([
      ['wrong-dimensions', 'embedder_invalid'],
      ['too-few', 'embedder_invalid'],
      ['not-numbers', 'embedder_invalid'],
      ['http-500', 'embedder_failed'],
      ['http-429', 'embedder_failed'],
      ['hangs', 'embedder_failed'],
    ] as const satisfies readonly (readonly [Misbehaviour, string])[])(
      'answers a server that gives %s with %s',
      async (misbehaviour, code) => {
        server.state.misbehaviour = misbehaviour;
        try {
          await expect(create().embed(['a', 'b'])).rejects.toMatchObject({ code });
        } finally {
          server.state.misbehaviour = 'none';
        }
      },
      20_000,
    );
  });
});
