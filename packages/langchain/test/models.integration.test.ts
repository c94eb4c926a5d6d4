import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type AIMessageChunk, ToolMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { concat } from '@langchain/core/utils/stream';
import { LlamaCppChatModel } from '@pareto/chat-models';
import { OnnxTextEmbedder } from '@pareto/embeddings';
import { MemoryVectorStore } from '@pareto/vector-stores';
import { createAgent } from 'langchain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { PortChatModel, PortEmbeddings, PortVectorStore } from '../src/index.ts';

const MODELS = process.env.MODELS_DIR ?? join(import.meta.dirname, '../../../.data/models');
const SMOLLM2 = join(MODELS, 'smollm2-135m-instruct-q4_1', 'model.gguf');
const QWEN = join(MODELS, 'qwen2.5-coder-1.5b-instruct-q4_k_m', 'model.gguf');
const MINILM = join(MODELS, 'all-minilm-l6-v2');

const weather = tool(async ({ city }) => `It is 31 degrees and sunny in ${city}.`, {
  name: 'get_weather',
  description: 'Get the current weather of a city.',
  schema: z.object({ city: z.string().describe('Name of the city') }),
});

function load(modelPath: string): Promise<LlamaCppChatModel> {
  return LlamaCppChatModel.load({ kind: 'llama-cpp', modelPath, slots: 1, contextLength: 1_024, threads: 1 });
}

describe.skipIf(!existsSync(SMOLLM2))('PortChatModel over SmolLM2 (needs model files)', { timeout: 60_000 }, () => {
  let model: LlamaCppChatModel;
  let chat: PortChatModel;
  beforeAll(async () => {
    model = await load(SMOLLM2);
    chat = new PortChatModel({ model, maxTokens: 64 });
  }, 60_000);
  afterAll(() => model?.close());

  it('streams the answer that it gives as a whole', async () => {
    const question = 'What is the capital of France?';
    const chunks = await Array.fromAsync(await chat.stream(question));
    const streamed = chunks.reduce((left, right) => concat(left, right));
    const whole = await chat.invoke(question);
    expect(chunks.length).toBeGreaterThan(2);
    expect(streamed.text).toBe(whole.text);
    expect(streamed.usage_metadata?.output_tokens).toBe(whole.usage_metadata?.output_tokens);
    expect(whole.usage_metadata?.input_token_details?.cache_read).toBeGreaterThan(0);
  });

  it('writes calls and answers by their schemas', async () => {
    const forced = await chat.bindTools([weather], { tool_choice: 'get_weather' }).invoke('How warm is it in Rome?');
    expect(forced.tool_calls).toMatchObject([{ name: 'get_weather', args: { city: expect.any(String) } }]);
    const schema = z.object({ capital: z.enum(['Paris', 'Rome']), country: z.string().max(20) });
    const answer = await chat.withStructuredOutput(schema).invoke('What is the capital of France?');
    expect(schema.safeParse(answer).success).toBe(true);
  });
});

describe.skipIf(!existsSync(QWEN))('createAgent over Qwen2.5-Coder (needs model files)', { timeout: 180_000 }, () => {
  it('calls a tool, and answers by its result', async () => {
    const model = await load(QWEN);
    const agent = createAgent({ model: new PortChatModel({ model, maxTokens: 96 }), tools: [weather] });
    const { messages } = await agent.invoke({ messages: 'What is the weather in Paris now?' });
    await model.close();
    const results = messages.filter((message) => ToolMessage.isInstance(message));
    expect(results.map(({ content }) => content)).toContain('It is 31 degrees and sunny in Paris.');
    const answer = messages.at(-1) as AIMessageChunk;
    expect(answer.text).toContain('31');
    expect(answer.tool_calls).toEqual([]);
  });
});

describe.skipIf(!existsSync(join(MINILM, 'model.safetensors')))(
  'PortVectorStore with MiniLM (needs model files)',
  () => {
    it('finds by meaning', async () => {
      const embedder = await OnnxTextEmbedder.load({
        kind: 'onnx',
        modelFolder: MINILM,
        precision: 'int8',
        threads: 1,
      });
      const store = await PortVectorStore.fromTexts(
        ['The ferry leaves the harbour at noon.', 'The recipe needs two eggs.', 'Interest rates were raised again.'],
        {},
        new PortEmbeddings({ embedder }),
        { store: new MemoryVectorStore(), collection: 'notes' },
      );
      const [hit] = await store.similaritySearchWithScore('When does the boat depart?', 1);
      await embedder.close();
      expect(hit![0].pageContent).toContain('ferry');
      expect(hit![1]).toBeGreaterThan(0.3);
    }, 60_000);
  },
);
