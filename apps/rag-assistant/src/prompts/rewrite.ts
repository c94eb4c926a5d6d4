import type { ChatMessage } from '@pareto/contracts';
import { neutralise } from '@pareto/grounding';

const INSTRUCTIONS = `Rewrite the last question so that it can be understood without the conversation. Keep its language. Write only the question.`;

/** Asks for a question that stands by itself. */
export function rewriteMessages(previous: string, answer: string, question: string): ChatMessage[] {
  const conversation = `Question: ${neutralise(previous)}\nAnswer: ${neutralise(answer)}\nLast question: ${neutralise(question)}`;
  return [
    { role: 'system', content: INSTRUCTIONS },
    { role: 'user', content: conversation },
  ];
}
