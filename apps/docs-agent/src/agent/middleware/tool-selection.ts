import { AIMessage } from '@langchain/core/messages';
import { answerability, languageOf, sentencesOf } from '@pareto/grounding';
import { createMiddleware } from 'langchain';
import { isDecline } from '../../prompts/answer.ts';
import { hasAddedTools } from '../allowed-tools.ts';
import type { Plan } from '../plan.ts';
import type { Reading } from '../ports.ts';
import type { RunContext } from '../run-context.ts';
import { callResultsOf, readingsOf, runState } from '../run-state.ts';
import { type Aside, asideOf, withUsage } from './aside.ts';
import { RAW_ARGUMENTS } from './tool-calls.ts';

/**
 * For models that choose tools well, and questions that need more than the documentation: few tools at a time, and none
 * where they are not needed: in the last step, when the model is stuck or the budget of the tools is spent, and when what
 * was read seems to hold the answer, so that a small model does what it does best. Who then declines is offered them, where
 * some are the operator's: they may know what no page says.
 */
export function toolSelectionMiddleware(context: RunContext) {
  const { allowed, budgets, tools, written } = context;
  return createMiddleware({
    name: 'ToolSelection',
    stateSchema: runState,
    wrapModelCall: async (request, handler) => {
      const { spent, ended, plan = context.plan } = request.state;
      const isLast = (ended ?? null) !== null || (spent?.modelCalls ?? 0) >= budgets.modelCalls - 1;
      const readings = readingsOf(request.messages);
      context.onEvidence({ readings, results: callResultsOf(request.messages) });
      const mayOffer = !isLast && tools.budgetLeft > 0;
      const isNeeded = mayOffer && !seemsAnswered(plan, readings);
      const modelSettings = { ...request.modelSettings, ending: 'may-decline' };
      const names = allowed.slice(0, budgets.offeredTools);
      const offered = request.tools.filter((tool) => names.includes(nameOf(tool)));
      const mayDecline = mayOffer && !isNeeded && hasAddedTools(allowed);
      let aside: Aside | undefined;
      if (!isNeeded) {
        written.begin({ isHeld: mayDecline });
        const answer = await handler({ ...request, tools: [], modelSettings });
        if (!AIMessage.isInstance(answer)) return answer;
        const isOver = !mayDecline || !declines(answer);
        written.end({ isAnswer: isOver });
        if (isOver) return withCalls(answer, []);
        aside = asideOf(answer);
      }
      written.begin({ isHeld: offered.length > 0 });
      const answer = await handler({ ...request, tools: offered, modelSettings });
      if (!AIMessage.isInstance(answer)) return answer;
      const calls = offered.length > 0 ? callsOf(answer) : [];
      written.end({ isAnswer: calls.length === 0 });
      const message = withCalls(answer, calls);
      return aside ? withUsage(message, aside) : message;
    },
  });
}

function withCalls(answer: AIMessage, calls: ReturnType<typeof callsOf>): AIMessage {
  return new AIMessage({
    content: answer.content,
    tool_calls: calls,
    ...(answer.usage_metadata ? { usage_metadata: answer.usage_metadata } : {}),
    response_metadata: answer.response_metadata,
    ...(answer.id === undefined ? {} : { id: answer.id }),
  });
}

/** Whether the first that it says is that there is no answer. */
function declines({ text }: AIMessage): boolean {
  const [first] = sentencesOf(text);
  return first === undefined || isDecline(text.slice(first.start, first.end), false);
}

/** Calls whose arguments are no JSON go on as they were written: the tools say what is wrong with them. */
function callsOf({ tool_calls = [], invalid_tool_calls = [] }: AIMessage) {
  const broken = invalid_tool_calls.map(({ id, name, args }) => ({
    id: id ?? '',
    name: name ?? '',
    args: { [RAW_ARGUMENTS]: args ?? '' },
    type: 'tool_call' as const,
  }));
  return [...tool_calls, ...broken];
}

/** Whether every identifier that the question names was read about, and the sources most likely hold an answer. */
function seemsAnswered({ identifiers, question, english, steps }: Plan, readings: readonly Reading[]): boolean {
  if (readings.length === 0) return steps.some(({ tool, status }) => tool === 'calculate' && status === 'found');
  const texts = readings.map(({ headings, text, place }) => `${headings.join(' ')} ${text} ${place.path}`);
  const bare = (identifier: string) => identifier.replace(/\(.*$/, '').split(/[.#]/).at(-1)!;
  if (!identifiers.every((identifier) => texts.some((text) => text.includes(bare(identifier))))) return false;
  // Words of two languages do not compare; the search by meaning found what there is.
  const asked = english ?? question;
  if (!readings.some(({ text }) => languageOf(text) === languageOf(asked))) return true;
  const sources = readings.map(({ text, headings, place }) => ({
    text,
    context: [place.source, ...headings].join('\n'),
  }));
  return answerability(asked, sources).answerable;
}

function nameOf(tool: unknown): string {
  const { name, function: fn } = tool as { name?: string; function?: { name?: string } };
  return name ?? fn?.name ?? '';
}
