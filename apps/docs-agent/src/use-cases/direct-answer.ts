import type { Language } from '@pareto/grounding';
import type { AgentEvent, AgentStep } from '../agent/events.ts';
import { callTool } from '../agent/middleware/tool-calls.ts';
import type { Plan } from '../agent/plan.ts';
import type { QuestionTools } from '../agent/ports.ts';
import { REPLIES } from '../prompts/replies.ts';
import type { Outcome } from './answer-run.ts';

/** Where the result of a tool is the answer, no model could make it better: sums, the time, what is indexed. */
export async function answerDirectly(
  plan: Plan,
  tools: QuestionTools,
  {
    emit,
    steps,
    signal,
    language,
  }: {
    readonly emit: (event: AgentEvent) => void;
    readonly steps: AgentStep[];
    readonly signal: AbortSignal;
    readonly language: Language;
  },
): Promise<Outcome> {
  const texts: string[] = [];
  const course = { tools, emit, onStep: (step: AgentStep) => steps.push(step) };
  for (const { id, tool, arguments: args } of plan.steps) {
    const { artifact } = await callTool(course, { id, name: tool, arguments: args }, signal);
    texts.push(artifact.text);
  }
  const text = texts.join('\n') || REPLIES[language].smallTalk;
  emit({ type: 'token', text });
  return { text, plan };
}
