import { AIMessage, type BaseMessage, HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages';
import { languageOf } from '@pareto/grounding';
import { createMiddleware } from 'langchain';
import { answerPrompt, type Ending, systemPrompt } from '../../prompts/answer.ts';
import { excerptsFor } from '../excerpts.ts';
import { englishWords } from '../planning/english-words.ts';
import type { Reading } from '../ports.ts';
import type { RunContext } from '../run-context.ts';
import { currentTurn, questionAt, readingsOf, resultsOf } from '../run-state.ts';

/** What the step is asked for beside what the model takes. */
export interface Settings extends Record<string, unknown> {
  readonly ending?: Ending;
}

/** Of one result that is no excerpt, UTF-16 code units. */
const MAX_RESULT = 600;

/**
 * What the model reads: instructions with the owner's facts, the earlier turns, and of everything that was read as much as
 * the budget allows. Where no tool is offered, that is one message which ends with the question; else the calls with
 * their results, cut to the same budget.
 */
export function evidencePromptMiddleware(context: RunContext) {
  const { language, isFollowUp } = context;
  const shown = factsFor(context);
  return createMiddleware({
    name: 'EvidencePrompt',
    wrapModelCall: (request, handler) => {
      const at = questionAt(request.messages);
      // What a question does not refer to only costs the model's time.
      const earlier = isFollowUp ? request.messages.slice(0, Math.max(0, at)) : [];
      const { ending, ...modelSettings } = (request.modelSettings ?? {}) as Settings;
      const turn =
        request.tools.length > 0 ? asCalls(request.messages, context) : asQuestion(request.messages, context, ending);
      return handler({
        ...request,
        modelSettings,
        systemMessage: new SystemMessage(systemPrompt(language, shown)),
        messages: [...earlier, ...turn],
      });
    },
  });
}

/** The newest facts that the budget has room for, in the order in which they were said. */
function factsFor({ facts, budgets, countTokens }: RunContext): string[] {
  const shown: string[] = [];
  let left = budgets.factTokens;
  for (const fact of facts.toReversed()) {
    left -= countTokens(fact);
    if (left < 0) break;
    shown.unshift(fact);
  }
  return shown;
}

function asQuestion(messages: readonly BaseMessage[], context: RunContext, ending?: Ending): BaseMessage[] {
  const { question, language, budgets, countTokens } = context;
  const readings = readingsOf(messages);
  const excerpts = excerptsFor(wordsFor(context, readings), readings, budgets.evidenceTokens, countTokens);
  return [new HumanMessage(answerPrompt(question, { excerpts, results: resultsOf(messages) }, language, ending))];
}

/** What pages are compared with: the question or its parts, in words of the pages' language. */
function wordsFor({ question, plan: { subQuestions } }: RunContext, readings: readonly Reading[]): readonly string[] {
  const parts = subQuestions.length > 1 ? subQuestions : [question];
  const isEnglish = readings.some(({ text }) => languageOf(text) === 'en');
  return isEnglish ? parts.map((part) => englishWords(part) ?? part) : parts;
}

function asCalls(messages: readonly BaseMessage[], context: RunContext): BaseMessage[] {
  const { question, budgets, countTokens } = context;
  const turn = currentTurn(messages);
  const results = turn.filter((message) => ToolMessage.isInstance(message));
  const reading = results.filter((message) => (message.artifact?.readings?.length ?? 0) > 0).length;
  const share = Math.floor(budgets.evidenceTokens / Math.max(1, reading));
  const shown = turn.map((message): BaseMessage => {
    if (AIMessage.isInstance(message) || !ToolMessage.isInstance(message)) return message;
    const readings = message.artifact?.readings ?? [];
    const content =
      readings.length > 0
        ? excerptsFor(wordsFor(context, readings), readings, share, countTokens).join('\n\n')
        : message.text.slice(0, MAX_RESULT).toWellFormed();
    return new ToolMessage({ content, tool_call_id: message.tool_call_id, name: message.name ?? '' });
  });
  return [new HumanMessage(question), ...shown];
}
