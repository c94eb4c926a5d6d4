import type { ChatPrompt } from '@pareto/contracts';
import type { LlamaContextSequence, LlamaModel, Token } from 'node-llama-cpp';
import type { ChatTemplate } from './chat-template.ts';
import { requireRoom } from './context-room.ts';
import type { PlainMessage } from './plain-message.ts';
import { prefill } from './sampling.ts';
import { callableTools } from './tool-calls.ts';

const isMadeFor = (what: string) =>
  `Before you answer: is ${what} made for exactly this request, and does the request contain the values of its required parameters? Answer only Yes or No.`;
const NEXT_CALL =
  'Before you answer: do you still need another call of one of the given functions, or are the results above enough for my request? Answer Yes if you need another call, No if they are enough.';

/** Tools that are asked about one by one; each costs a question of some 45 tokens. */
const MAX_NAMED = 4;
/** By so much lower are the odds where no function is named (docs/log.md). */
const UNNAMED_HANDICAP = 0.25;

/**
 * Whether a model should call a tool at all, asked before which. Small models nearly always call something once they may;
 * what they think of a question about it tells more: the odds of "Yes" against "No" after it are compared with a
 * threshold. The conversation stays in the cache, so that a question costs its own tokens and no generation.
 *
 * @returns natural logarithm of the odds for the function that fits best, and the tokens of the conversation that were
 *   in the cache before.
 * @throws ServiceError `context_length_exceeded` where conversation and question together are too long.
 */
export async function oddsOfCall(
  { plain, chat }: { readonly plain: readonly PlainMessage[]; readonly chat: ChatPrompt },
  model: LlamaModel,
  template: ChatTemplate,
  sequence: LlamaContextSequence,
  signal: AbortSignal | undefined,
): Promise<{ logOdds: number; cached: number }> {
  const [yes, no] = ['Yes', 'No'].map((word) => model.tokenize(word)[0]!) as [Token, Token];
  let cached: number | undefined;
  let best = Number.NEGATIVE_INFINITY;
  for (const { question, handicap } of questionsOf(chat)) {
    const prompt = template.tokenize([...plain, { role: 'user', content: [question] }]);
    requireRoom(prompt, sequence.contextSize, 'messages');
    const inCache = await prefill(sequence, prompt, signal);
    cached ??= inCache;
    const [result] = await sequence.controlledEvaluate([
      [prompt.at(-1)!, { generateNext: { logits: { filter: { tokens: [yes, no] } } } }],
    ]);
    signal?.throwIfAborted();
    const logits = result!.next.logits!;
    best = Math.max(best, logits.get(yes)! - logits.get(no)! + handicap);
  }
  return { logOdds: best, cached: cached ?? 0 };
}

function questionsOf(chat: ChatPrompt): { question: string; handicap: number }[] {
  if (chat.messages.at(-1)?.role === 'tool') return [{ question: NEXT_CALL, handicap: 0 }];
  const tools = callableTools(chat);
  if (tools.length > MAX_NAMED) {
    return [{ question: isMadeFor('one of the given functions'), handicap: UNNAMED_HANDICAP }];
  }
  return tools.map(({ name }) => ({ question: isMadeFor(`the function ${name}`), handicap: 0 }));
}
