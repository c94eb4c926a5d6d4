import type { Language } from '@pareto/grounding';
import type { AgentEvent, AgentStep } from '../agent/events.ts';
import { callTool } from '../agent/middleware/tool-calls.ts';
import type { Plan } from '../agent/plan.ts';
import type { QuestionTools } from '../agent/ports.ts';
import { REPLIES } from '../prompts/replies.ts';
import { fenced } from '../proof/blocks.ts';
import { COMPILES, COMPILES_NOT } from '../tools/check-typescript.ts';
import type { Outcome } from './answer-run.ts';

/** Where the result of a tool is the answer, no model could make it better: sums, the time, what is indexed, what compiles. */
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
    texts.push(told(artifact.text, language));
  }
  const text = texts.join('\n') || REPLIES[language].smallTalk;
  emit({ type: 'token', text });
  return { text, plan };
}

/** What a compiler says stands in a block: it quotes types, in which a package may have written a link. */
function told(text: string, language: Language): string {
  if (text === COMPILES) return REPLIES[language].compiles;
  if (!text.startsWith(COMPILES_NOT)) return text;
  const errors = fenced({ kind: 'code', language: 'text', text: text.slice(COMPILES_NOT.length).trim() });
  return `${REPLIES[language].compilesNot}\n\n${errors}`;
}
