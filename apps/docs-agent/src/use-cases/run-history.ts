import type { AgentEvent } from '../agent/events.ts';
import type { Plan } from '../agent/plan.ts';
import type { Memory } from '../agent/store/memory.ts';
import type { Run } from '../agent/store/runs.ts';
import type { Turn } from '../agent/trace.ts';

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
  const said = sent.filter(isOfAnswer).map((event) => JSON.stringify(event));
  return (event) => {
    if (isOfCall(event) && calls.has(keyOf(event))) return;
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
