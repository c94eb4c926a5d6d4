import { AIMessage } from '@langchain/core/messages';
import { createMiddleware } from 'langchain';
import { NOT_STATED } from '../../prompts/answer.ts';
import { type NextStep, nextStepOn } from '../answerable/answerable.ts';
import { signsOf } from '../answerable/features.ts';
import type { Plan } from '../plan.ts';
import type { RunContext } from '../run-context.ts';
import { callResultsOf, readingsOf, resultsOf, runState } from '../run-state.ts';
import { type Aside, withUsage } from './aside.ts';
import { searchWords } from './search-words.ts';

const SEARCH = 'search_docs';
const MAX_QUERY = 400;

/**
 * Structured steps for a small model. What was read decides: an answer, another search in words of the model's, or none, and
 * then it is not asked for what it would make up. Both prompts are alike but for their last words, so that what was read
 * is processed once.
 */
export function nextStepMiddleware(context: RunContext) {
  const { allowed, budgets, tools, written, language, unknown, unfamiliar } = context;
  return createMiddleware({
    name: 'NextStep',
    stateSchema: runState,
    wrapModelCall: async (request, handler) => {
      const { spent, ended, plan = context.plan } = request.state;
      const isLast = (ended ?? null) !== null || (spent?.modelCalls ?? 0) >= budgets.modelCalls - 1;
      const readings = readingsOf(request.messages);
      const results = resultsOf(request.messages);
      context.onEvidence({ readings, results: callResultsOf(request.messages) });
      // Once: words that a small model did not find at first it hardly finds later.
      const maySearch = !isLast && (spent?.modelCalls ?? 0) === 0 && tools.budgetLeft > 0 && allowed.includes(SEARCH);
      const signs = signsOf({ plan, readings, unknown, unfamiliar });
      // A sum or what a compiler says answers without a page.
      let next: NextStep = results.length > 0 ? 'answer' : nextStepOn(signs, { maySearch });
      let aside: Aside | undefined;
      if (next === 'search') {
        // What is asked beside the answer is none, though it comes by the same way.
        written.begin({ isHeld: true });
        aside = await searchWords(request, handler);
        written.end({ isAnswer: false });
        if (aside.text !== '') return withUsage(searchFor(aside.text, plan), aside);
        next = nextStepOn(signs, { maySearch: false });
      }
      if (next === 'decline') return withUsage(new AIMessage(NOT_STATED[language]), aside);
      written.begin({ isHeld: false });
      const answer = await handler({ ...request, tools: [] });
      written.end({ isAnswer: true });
      return AIMessage.isInstance(answer) ? withUsage(answer, aside) : answer;
    },
  });
}

/** Where the plan's searches looked. */
function searchFor(words: string, { steps }: Plan): AIMessage {
  const before = steps.find(({ tool }) => tool === SEARCH)?.arguments ?? {};
  const args = { ...before, query: words.slice(0, MAX_QUERY).toWellFormed() };
  return new AIMessage({
    content: '',
    tool_calls: [{ id: `search_${steps.length + 1}`, name: SEARCH, args, type: 'tool_call' }],
  });
}
