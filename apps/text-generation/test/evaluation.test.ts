import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../evals/case.ts';
import { readFunctionCalling } from '../evals/function-calling-set.ts';
import { readInstructions } from '../evals/instruction-set.ts';
import { readOptions } from '../evals/options.ts';
import { splitOf } from '../evals/split.ts';

const answer = (given: Partial<Answer>): Answer => ({
  content: '',
  toolCalls: [],
  finishReason: 'stop',
  promptTokens: 10,
  completionTokens: 5,
  ms: 1,
  ...given,
});

/** A folder as the evaluation's data, with one case of each kind. */
function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pareto-evaluation-'));
  const add = {
    id: 'simple_python_1',
    messages: [{ role: 'user', content: 'Add 1 and 2.' }],
    functions: [
      { name: 'math.add', parameters: { type: 'dict', properties: { a: { type: 'float' } }, required: ['a'] } },
    ],
    ground_truth: [{ 'math.add': { a: [1] } }],
  };
  const quote = {
    key: 7,
    prompt: 'Quote in German, without commas.',
    instruction_id_list: ['punctuation:no_comma', 'language:response_language'],
    kwargs: [{}, { language: 'de' }],
  };
  for (const [name, line] of [['tools/bfcl.jsonl', add] as const, ['generation/ifeval.jsonl', quote] as const]) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), `${JSON.stringify(line)}\n`);
  }
  return folder;
}

describe('the evaluation', () => {
  it('splits cases by their id, a quarter to dev', () => {
    const ids = Array.from({ length: 4_000 }, (_, i) => `case_${i}`);
    expect(ids.filter((id) => splitOf(id) === 'dev').length / ids.length).toBeCloseTo(0.25, 1);
    expect(['simple_python_20', 'simple_python_134', 'ifeval_2417'].map(splitOf)).toEqual(['dev', 'test', 'dev']);
  });

  it('asks for calls with the functions as tools, and scores what comes back', () => {
    const [sum] = readFunctionCalling('simple', dataFolder(), 'bfcl.jsonl');
    expect(sum!.request.tools?.[0]).toMatchObject({ type: 'function', function: { name: 'math_add' } });
    const scored = (json: string) => sum!.score(answer({ toolCalls: [{ name: 'math_add', arguments: json }] }));
    expect(scored('{"a":1}')).toEqual({ values: { accuracy: [1] }, faults: [] });
    expect(scored('{"a":')).toMatchObject({ values: { accuracy: [0] }, faults: ['arguments_not_object'] });
    expect(sum!.score(answer({ content: '3' })).faults).toEqual(['no_call']);
    expect(sum!.score(answer({ refusal: 'schema_unsupported' })).faults).toEqual(['refused']);
  });

  it('leaves a prompt out that it cannot check as a whole, and counts what it can', () => {
    const [quote] = readInstructions(dataFolder());
    expect(quote!.score(answer({ content: 'Ja, gut' }))).toMatchObject({
      values: { 'prompts, strict': [], 'instructions, strict': [0] },
      faults: ['punctuation:no_comma'],
      unchecked: ['language:response_language'],
    });
  });

  it('writes no report of a part', () => {
    expect(readOptions(['--split', 'test', '--write']).write).toBe(true);
    expect(() => readOptions(['--write'])).toThrow(/needs --split test/);
    expect(() => readOptions(['--set', 'simple,what'])).toThrow(/unknown set/);
    expect(() => readOptions(['--limit', '0'])).toThrow(/--limit/);
    expect(() => readOptions(['--run', '../x'])).toThrow(/no name of a run/);
  });
});
