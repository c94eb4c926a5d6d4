import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type InstructionArguments, scoreInstructions } from '../src/index.ts';

const DATA = process.env.PARETO_DATA ?? join(import.meta.dirname, '../../../../shared/data');
const file = join(DATA, 'generation/ifeval.jsonl');

interface Line {
  readonly instruction_id_list: readonly string[];
  readonly kwargs: readonly InstructionArguments[];
}

describe.skipIf(!existsSync(file))('IFEval (needs shared/data/generation)', () => {
  it('has only kinds with all their arguments, and few languages that cannot be told', () => {
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    const verdicts = lines.flatMap((line) => {
      const { instruction_id_list: ids, kwargs } = JSON.parse(line) as Line;
      const instructions = ids.map((id, i) => ({ id, arguments: kwargs[i]! }));
      return scoreInstructions('The answer is short.', instructions);
    });
    const unchecked = verdicts.filter(({ isChecked }) => !isChecked);
    expect(new Set(unchecked.map(({ id }) => id))).toEqual(new Set(['language:response_language']));
    expect(unchecked.length / verdicts.length).toBeLessThan(0.03);
  });
});
