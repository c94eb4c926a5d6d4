import { AIMessage, type BaseMessage, HumanMessage, RemoveMessage } from '@langchain/core/messages';
import { REMOVE_ALL_MESSAGES } from '@langchain/langgraph';
import { createMiddleware } from 'langchain';
import type { CountTokens } from '../excerpts.ts';
import type { RunContext } from '../run-context.ts';
import { questionAt } from '../run-state.ts';
import type { Turn } from '../trace.ts';

/** An answer that is only referred to needs no more. */
const MAX_ANSWER_TOKENS = 90;

/**
 * Keeps a session within its budget. Of earlier turns stay the questions with the answers that were given, which are not
 * always what the model wrote; what was called and read for them goes. The newest come first, as far as the budget
 * reaches.
 */
export function compactionMiddleware({ history, budgets, countTokens }: RunContext) {
  return createMiddleware({
    name: 'Compaction',
    beforeAgent: ({ messages }) => {
      const earlier = toMessages(compacted(history, budgets.historyTokens, countTokens));
      const question = messages.slice(Math.max(0, questionAt(messages)));
      return { messages: [new RemoveMessage({ id: REMOVE_ALL_MESSAGES }), ...earlier, ...question] };
    },
  });
}

/** The last turns within a budget of tokens; long answers lose their end. */
export function compacted(turns: readonly Turn[], maxTokens: number, count: CountTokens): Turn[] {
  const kept: Turn[] = [];
  let left = maxTokens;
  for (const { question, answer } of turns.toReversed()) {
    const turn = { question: cut(question, MAX_ANSWER_TOKENS, count), answer: cut(answer, MAX_ANSWER_TOKENS, count) };
    left -= count(turn.question) + count(turn.answer);
    if (left < 0) break;
    kept.unshift(turn);
  }
  return kept;
}

function toMessages(turns: readonly Turn[]): BaseMessage[] {
  return turns.flatMap(({ question, answer }) => [new HumanMessage(question), new AIMessage(answer)]);
}

function cut(text: string, maxTokens: number, count: CountTokens): string {
  const tokens = count(text);
  if (tokens <= maxTokens) return text;
  return `${text
    .slice(0, Math.floor((text.length * maxTokens) / tokens))
    .toWellFormed()
    .trimEnd()} …`;
}
