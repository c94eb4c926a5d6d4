import type { AgentEvent } from '../agent/events.ts';
import type { Plan } from '../agent/plan.ts';
import type { Memory } from '../agent/store/memory.ts';
import type { Run } from '../agent/store/runs.ts';
import type { RunBeginning, Turn } from '../agent/trace.ts';

/** Earlier questions of the session as they were understood, with the answers that were given: empty where there was none. */
export function turnsBefore(memory: Memory, { id, session, request }: Run): readonly Turn[] {
  if (request.history) return request.history;
  const runs = memory.runs.list(session);
  return runs
    .slice(
      0,
      Math.max(
        0,
        runs.findIndex((run) => run.id === id),
      ),
    )
    .flatMap(({ plan, answer }): Turn[] => {
      // Sums and greetings are nothing that a question refers to.
      if (!plan || !answer || plan.kind === 'general' || plan.kind === 'calculation') return [];
      return [{ question: plan.question, answer: answer.abstained ? '' : answer.answer }];
    });
}

/**
 * What a run began with, where it goes on: it is no other question because something was remembered or indexed meanwhile.
 * `budgetLeft` is what its calls left of their budget. Undefined for a run that has not begun.
 */
export function beginningOf(memory: Memory, runId: string): RunBeginning | undefined {
  const exchanges = memory.runs.exchanges(runId);
  const beginning = exchanges.find((exchange) => exchange.kind === 'begin');
  const call = exchanges.findLast((exchange) => exchange.kind === 'tool');
  return beginning && { ...beginning, budgetLeft: call?.budgetLeft ?? beginning.budgetLeft };
}

/** The calls of a plan in words. */
export function searchedBy({ steps }: Plan): string[] {
  return steps.map(({ tool, arguments: { query, name, source, from, to } }) => {
    const what = query ?? name ?? (from === undefined ? '' : `${from} to ${to}`);
    return `${tool} "${what}"${source === undefined ? '' : ` in ${source}`}`;
  });
}

/** A run that goes on after a restart does again what was not finished: what was sent then is not sent twice. */
export function withoutRepeats(
  memory: Memory,
  runId: string,
  send: (event: AgentEvent) => void,
): (event: AgentEvent) => void {
  const sent = memory.runs.eventsAfter(runId, 0).map(({ event }) => event);
  const calls = new Set(sent.filter(isOfCall).map(keyOf));
  const plans = new Set(sent.filter(({ type }) => type === 'plan').map((event) => JSON.stringify(event)));
  const said = sent.filter(isOfAnswer).map((event) => JSON.stringify(event));
  return (event) => {
    if (isOfCall(event) && calls.has(keyOf(event))) return;
    if (event.type === 'plan' && plans.has(JSON.stringify(event))) return;
    if (isOfAnswer(event) && said.length > 0) {
      if (said.shift() === JSON.stringify(event)) return;
      // The model says something else now. `done` has the answer as it stands.
      said.length = 0;
    }
    send(event);
  };
}

type OfCall = Extract<AgentEvent, { type: 'tool_call' | 'tool_result' }>;

function isOfCall(event: AgentEvent): event is OfCall {
  return event.type === 'tool_call' || event.type === 'tool_result';
}

function isOfAnswer({ type }: AgentEvent): boolean {
  return type === 'token' || type === 'citation';
}

function keyOf({ type, id }: OfCall): string {
  return `${type} ${id}`;
}
