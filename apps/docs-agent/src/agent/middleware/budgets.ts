import { AIMessage } from '@langchain/core/messages';
import { createMiddleware } from 'langchain';
import type { RunContext } from '../run-context.ts';
import { mostRepeated, NOTHING_SPENT, runState } from '../run-state.ts';

/**
 * Ends a run whose budget is spent, with what there is. Time is kept by the run's signal; how often a model that is stuck
 * may try is decided here and by the choice of tools: it is given one last step without any.
 */
export function budgetsMiddleware({ budgets, onStep }: RunContext) {
  return createMiddleware({
    name: 'Budgets',
    stateSchema: runState,
    beforeAgent: () => ({ spent: NOTHING_SPENT, ended: null }),
    beforeModel: {
      canJumpTo: ['end'],
      hook: ({ spent, ended, messages }) => {
        const isStuck = mostRepeated(messages) >= budgets.identicalCalls;
        if (spent.promptTokens + spent.completionTokens >= budgets.tokens)
          return { ended: 'tokens' as const, jumpTo: 'end' as const };
        if (spent.modelCalls >= budgets.modelCalls)
          return { ended: ended ?? ('steps' as const), jumpTo: 'end' as const };
        if (isStuck && ended === 'repetition') return { jumpTo: 'end' as const };
        return isStuck ? { ended: 'repetition' as const } : undefined;
      },
    },
    wrapModelCall: async (request, handler) => {
      const { spent } = request.state;
      const left = budgets.tokens - spent.promptTokens - spent.completionTokens;
      const maxTokens = Math.max(1, Math.min(budgets.answerTokens, left));
      const began = performance.now();
      const answer = await handler({ ...request, modelSettings: { ...request.modelSettings, maxTokens } });
      onStep({ kind: 'model', ms: Math.round(performance.now() - began) });
      return answer;
    },
    afterModel: ({ spent, ended, messages }) => {
      const last = messages.at(-1);
      const usage = AIMessage.isInstance(last) ? last.usage_metadata : undefined;
      const isAnswer = AIMessage.isInstance(last) && last.tool_calls?.length === 0;
      const isCut = isAnswer && last.response_metadata.finish_reason === 'length';
      // Who used the last step and still wants a tool says nothing in it; a whole answer there is one.
      const isOut = isAnswer && last.text.trim() === '' && spent.modelCalls + 1 >= budgets.modelCalls;
      return {
        ...(isCut ? { ended: 'tokens' as const } : isOut ? { ended: ended ?? ('steps' as const) } : {}),
        spent: {
          modelCalls: spent.modelCalls + 1,
          promptTokens: spent.promptTokens + (usage?.input_tokens ?? 0),
          completionTokens: spent.completionTokens + (usage?.output_tokens ?? 0),
        },
      };
    },
  });
}
