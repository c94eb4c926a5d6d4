import { OpenAiCompatibleChatModel } from '@pareto/chat-models/hosted';
import { ScriptedModelServer } from '@pareto/contract-tests';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Ask } from '../src/asking/ask.ts';
import { doneOf, libraryOf } from './asking-library.ts';

const ANSWER = 'Employees have 23 days of annual leave a year.';
const LIBRARY = libraryOf([{ document: 'handbook', page: 3, text: ANSWER }]);

describe('a server that tells no log-probabilities', () => {
  const server = new ScriptedModelServer();
  beforeAll(() => server.start());
  afterAll(() => server.stop());

  it.each([
    ['told', [2, 2]],
    ['left out', [2, 1]],
    ['refused', [2, 1]],
  ] as const)('answers all the same: %s', async (logprobs, requests) => {
    server.logprobs = logprobs;
    server.replies = [`${ANSWER} Up to five days may be sold.`];
    const model = new OpenAiCompatibleChatModel({
      kind: 'openai-compatible',
      baseUrl: server.baseUrl,
      model: 'scripted',
      server: 'openai',
    });
    const ask = new Ask({ model });
    for (const expected of requests) {
      server.prompts.length = 0;
      const question = { question: 'How many days of annual leave do employees have?', history: [] };
      const done = await doneOf(ask.run(question, LIBRARY, new AbortController().signal));
      expect(done).toMatchObject({ answer: ANSWER, degraded: false, extractive: false, dropped: 1 });
      // It is found out once.
      expect(server.prompts).toHaveLength(expected);
    }
  });
});
