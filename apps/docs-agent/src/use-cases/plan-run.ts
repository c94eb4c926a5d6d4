import type { ChatModel } from '@pareto/contracts';
import type { AgentEvent, AgentStep } from '../agent/events.ts';
import { makePlan, type Plan } from '../agent/plan.ts';
import { splitByModel } from '../agent/planning/model-split.ts';
import type { ToolProvider } from '../agent/ports.ts';
import type { Memory } from '../agent/store/memory.ts';
import type { Run } from '../agent/store/runs.ts';
import { recordingModel } from '../agent/trace.ts';
import type { DocSource } from '../docs-index.ts';

interface Parts {
  readonly memory: Memory;
  readonly model: ChatModel;
  readonly tools: ToolProvider;
}

interface Course {
  readonly emit: (event: AgentEvent) => void;
  readonly steps: AgentStep[];
  readonly signal: AbortSignal;
}

/**
 * The plan as it was made before a restart, or made now: by rules at once, and then by the model where those cannot cut a
 * question apart. @throws ServiceError of the model; the signal's reason.
 */
export async function planOf(
  { memory, model, tools }: Parts,
  run: Run,
  question: string,
  sources: readonly DocSource[],
  { emit, steps, signal }: Course,
): Promise<Plan> {
  if (run.plan) return { ...run.plan, steps: run.plan.steps.map((step) => ({ ...step, status: 'planned' })) };
  const began = performance.now();
  const names = new Set(tools.offers.map(({ name }) => name));
  const settled = (plan: Plan) => {
    memory.runs.savePlan(run.id, plan);
    emit({ type: 'plan', plan });
    return plan;
  };
  const plan = settled(makePlan(question, sources, { tools: names }));
  steps.push({ kind: 'plan', ms: Math.round(performance.now() - began) });
  if (!plan.isUndivided) return plan;
  const recorded = recordingModel(model, {
    purpose: 'plan',
    record: (exchange) => memory.runs.addExchange(run.id, exchange),
  });
  const parts = await splitByModel(recorded, question, signal);
  return parts ? settled({ ...makePlan(question, sources, { tools: names, parts }), revision: 1 }) : plan;
}

/** The sources that a question may be about. */
export function sourcesFor({ request: { source, version } }: Run, all: readonly DocSource[]): readonly DocSource[] {
  if (source === undefined) return all;
  return all.filter((one) => one.name === source && (version === undefined || one.version === version));
}
