import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Instruction, type InstructionArguments, scoreInstructions } from '@pareto/evaluation';
import type { Answer, Case, Score } from './case.ts';

/** Fewer than the 1,280 of IFEval's authors, to bound the time: some prompts ask for more words than fit. */
export const MAX_TOKENS = 400;

interface Line {
  readonly key: number;
  readonly prompt: string;
  readonly instruction_id_list: readonly string[];
  readonly kwargs: readonly InstructionArguments[];
}

/** Prompts of IFEval with their checkable instructions. */
export function readInstructions(folder: string): Case[] {
  const text = readFileSync(join(folder, 'generation/ifeval.jsonl'), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => toCase(JSON.parse(line) as Line));
}

function toCase({ key, prompt, instruction_id_list: ids, kwargs }: Line): Case {
  const instructions = ids.map((id, i): Instruction => ({ id, arguments: kwargs[i]! }));
  return {
    id: `ifeval_${key}`,
    set: 'ifeval',
    request: { messages: [{ role: 'user', content: prompt }], temperature: 0, max_tokens: MAX_TOKENS },
    score: (answer) => scoreResponse(answer, instructions),
  };
}

/** A prompt counts when every instruction of it can be checked, an instruction when it can be itself. */
function scoreResponse({ content }: Answer, instructions: readonly Instruction[]): Score {
  const verdicts = scoreInstructions(content, instructions);
  const checked = verdicts.filter(({ isChecked }) => isChecked);
  const isWhole = checked.length === verdicts.length;
  const all = (measure: 'strict' | 'loose') => (isWhole ? [Number(checked.every((verdict) => verdict[measure]))] : []);
  return {
    values: {
      'prompts, strict': all('strict'),
      'prompts, loose': all('loose'),
      'instructions, strict': checked.map(({ strict }) => Number(strict)),
      'instructions, loose': checked.map(({ loose }) => Number(loose)),
    },
    faults: checked.filter(({ strict }) => !strict).map(({ id }) => id),
    unchecked: verdicts.filter(({ isChecked }) => !isChecked).map(({ id }) => id),
  };
}
