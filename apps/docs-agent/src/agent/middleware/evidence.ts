import { AIMessage, type BaseMessage } from '@langchain/core/messages';
import { createMiddleware } from 'langchain';
import { hasAddedTools } from '../allowed-tools.ts';
import type { Plan, StepStatus } from '../plan.ts';
import { isSymbolName } from '../planning/identifiers.ts';
import { revised, withStatus } from '../planning/revision.ts';
import type { ToolOutcome } from '../ports.ts';
import type { RunContext } from '../run-context.ts';
import { READERS, runState } from '../run-state.ts';
import { callTool } from './tool-calls.ts';

/**
 * Retrieval first: the steps of the plan are carried out as ordinary tool calls before any model is asked. A step that
 * finds nothing adds another one to the plan, where there is something else to try.
 */
export function evidenceMiddleware(context: RunContext) {
  return createMiddleware({
    name: 'Evidence',
    stateSchema: runState,
    beforeAgent: {
      canJumpTo: ['end'],
      hook: async (_, runtime) => {
        let plan = context.plan;
        const calls: { id: string; name: string; args: Record<string, unknown> }[] = [];
        const results: BaseMessage[] = [];
        for (let step = next(plan); step; step = next(plan)) {
          const call = { id: step.id, name: step.tool, args: { ...step.arguments } };
          const result = await callTool(context, { ...call, arguments: step.arguments }, runtime.signal);
          calls.push(call);
          results.push(result);
          const status = statusOf(step.tool, result.artifact);
          plan = withStatus(plan, step.id, status);
          const changed = status === 'found' || isServed(plan, step.part) ? undefined : revised(plan, step);
          if (!changed) continue;
          plan = changed;
          context.emit({ type: 'plan', plan });
        }
        if (calls.length === 0) return { plan };
        const messages = [new AIMessage({ content: '', tool_calls: calls }), ...results];
        // No model need be asked what nobody wrote, unless a tool of the operator's may know it.
        const isOver = isHopeless(plan, context.unknown) && !hasAddedTools(context.allowed);
        return isOver ? { plan, messages, jumpTo: 'end' as const } : { plan, messages };
      },
    },
  });
}

/** Nothing at all was found; or the question is what something does that stands nowhere. */
function isHopeless({ kind, identifiers, steps }: Plan, unknown: readonly string[]): boolean {
  if (steps.every(({ status }) => status !== 'found')) return true;
  const names = identifiers.filter(isSymbolName);
  const isOfTypings = kind === 'symbol' && steps.some(({ tool }) => tool === 'find_symbol');
  return isOfTypings && names.length > 0 && names.every((name) => unknown.includes(name));
}

function next({ steps }: Plan) {
  return steps.find(({ status }) => status === 'planned');
}

/** Whether something else was found for that part of the question, or still may be. */
function isServed({ steps }: Plan, part: number): boolean {
  return steps.some((step) => step.part === part && (step.status === 'found' || step.status === 'planned'));
}

function statusOf(tool: string, { status, readings }: ToolOutcome): StepStatus {
  if (status !== 'ok') return 'failed';
  return READERS.has(tool) && readings.length === 0 ? 'empty' : 'found';
}
