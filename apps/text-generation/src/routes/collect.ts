import type { GenerationEvent } from '@pareto/contracts';
import { NO_USAGE, toUsage } from '../protocol/usage.ts';
import type { GenerationStep } from '../use-cases/generate.ts';

interface Choice<Answer> {
  add(event: GenerationEvent): void;
  answer(): Answer;
}

/** Waits for a whole answer. */
export async function collect<Answer>(
  steps: AsyncIterable<GenerationStep>,
  newChoice: (index: number) => Choice<Answer>,
): Promise<{ model: string; choices: Answer[]; usage: ReturnType<typeof toUsage> }> {
  let model = '';
  let usage = NO_USAGE;
  const choices: Choice<Answer>[] = [];
  for await (const step of steps) {
    if (step.type === 'started') model = step.model;
    else if (step.type === 'usage') usage = step.usage;
    else if (step.type === 'event') {
      choices[step.choice] ??= newChoice(step.choice);
      choices[step.choice]!.add(step.event);
    }
  }
  return { model, choices: choices.map((choice) => choice.answer()), usage: toUsage(usage) };
}
