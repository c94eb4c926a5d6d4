import type { ChatMessage, GenerationRequest } from '@pareto/contracts';
import { expect, it } from 'vitest';
import { recordedRequest } from '../../src/agent/recorded-request.ts';

function requestOf(messages: readonly ChatMessage[]): GenerationRequest {
  const tool = { name: 'search_docs', description: 'Find.', parameters: { type: 'object' } };
  return {
    prompt: { kind: 'chat', messages, tools: [tool], toolChoice: 'auto', parallelToolCalls: true },
    responseFormat: { kind: 'text' },
    temperature: 0,
    topP: 1,
    frequencyPenalty: 0,
    presencePenalty: 0,
    stop: [],
  };
}

it('is kept with its messages, and the names of what it offered', () => {
  const messages = [
    { role: 'system', content: 'Answer.' },
    { role: 'user', content: 'Why?' },
  ] as const;
  expect(recordedRequest(requestOf(messages))).toMatchObject({ messages, tools: ['search_docs'], temperature: 0 });
});

it('loses the end of its oldest messages where it is very long', () => {
  const contents = ['a', 'b', 'c'].map((letter) => letter.repeat(30_000));
  const { messages } = recordedRequest(requestOf(contents.map((content) => ({ role: 'user', content }))));
  const [first, ...others] = messages.map(({ content }) => content);
  expect(others).toEqual(contents.slice(1));
  expect(first).toMatch(/^a+\n\[cut: \d+ more characters\]$/);
  expect(first!.length).toBeLessThanOrEqual(4_000);
});
