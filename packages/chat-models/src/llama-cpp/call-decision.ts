import type { ChatMessage } from '@pareto/contracts';
import type { LlamaContextSequence, LlamaModel, Token } from 'node-llama-cpp';
import type { ChatTemplate } from './chat-template.ts';
import { requireRoom } from './context-room.ts';
import type { PlainMessage } from './plain-message.ts';
import { prefill } from './sampling.ts';

const FIRST_CALL =
  'Before you answer: is one of the given functions made for exactly this request, and does the request contain the values of its required parameters? Answer only Yes or No.';
const NEXT_CALL =
  'Before you answer: do you still need another call of one of the given functions, or are the results above enough for my request? Answer Yes if you need another call, No if they are enough.';

/**
 * Whether a model should call a tool at all, asked before which. Small models nearly always call something once they may;
 * what they think of a question about it tells more: the odds of "Yes" against "No" after it are compared with a
 * threshold. The conversation stays in the cache, so that the question costs its own tokens and no generation.
 *
 * @throws ServiceError `context_length_exceeded` where conversation and question together are too long.
 * @returns natural logarithm of the odds, and the tokens of the conversation that were in the cache before.
 */
export async function oddsOfCall(
  conversation: { readonly plain: readonly PlainMessage[]; readonly messages: readonly ChatMessage[] },
  model: LlamaModel,
  template: ChatTemplate,
  sequence: LlamaContextSequence,
  signal: AbortSignal | undefined,
): Promise<{ logOdds: number; cached: number }> {
  const question = conversation.messages.at(-1)?.role === 'tool' ? NEXT_CALL : FIRST_CALL;
  const prompt = template.tokenize([...conversation.plain, { role: 'user', content: [question] }]);
  requireRoom(prompt, sequence.contextSize, 'messages');
  const cached = await prefill(sequence, prompt, signal);
  const [yes, no] = ['Yes', 'No'].map((word) => model.tokenize(word)[0]!) as [Token, Token];
  const [result] = await sequence.controlledEvaluate([
    [prompt.at(-1)!, { generateNext: { logits: { filter: { tokens: [yes, no] } } } }],
  ]);
  signal?.throwIfAborted();
  const logits = result!.next.logits!;
  return { logOdds: logits.get(yes)! - logits.get(no)!, cached };
}
