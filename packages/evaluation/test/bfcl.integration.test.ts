import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type AcceptedCall, type BfclFunction, scoreFunctionCalls, toFunctionTools } from '../src/index.ts';

const DATA = process.env.PARETO_DATA ?? join(import.meta.dirname, '../../../../shared/data');
const SETS = ['simple_python', 'multiple', 'parallel', 'irrelevance'];
const dataPresent = existsSync(join(DATA, 'tools'));

interface Line {
  readonly id: string;
  readonly functions: readonly BfclFunction[];
  readonly ground_truth: readonly AcceptedCall[];
}

function read(set: string): Line[] {
  const text = readFileSync(join(DATA, `tools/bfcl.${set}.jsonl`), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

/** A call with the first accepted value of every parameter, those without one left out. */
function firstAccepted(accepted: AcceptedCall) {
  const [name, values] = Object.entries(accepted)[0]!;
  return { name, arguments: firstOfEach(values) };
}

function firstOfEach(values: Readonly<Record<string, readonly unknown[]>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, candidates]) => {
      const first = candidates.find((candidate) => candidate !== '');
      return first === undefined ? (candidates.includes('') ? [] : [[key, '']]) : [[key, plain(first)]];
    }),
  );
}

/** Dictionaries list what they accept key by key, also as items of a list. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  return typeof value === 'object' && value !== null ? firstOfEach(value as Record<string, unknown[]>) : value;
}

describe.skipIf(!dataPresent)('BFCL (needs shared/data/tools)', () => {
  it.each(SETS)('%s: the ground truth scores right, and no other count of calls', (set) => {
    for (const { id, functions, ground_truth: groundTruth } of read(set)) {
      const calls = groundTruth.map(firstAccepted);
      expect(scoreFunctionCalls({ functions, groundTruth }, calls), id).toEqual({ correct: true });
      expect(scoreFunctionCalls({ functions, groundTruth }, calls.toReversed()).correct, id).toBe(true);
      const extra = [...calls, { name: functions[0]!.name, arguments: {} }];
      expect(scoreFunctionCalls({ functions, groundTruth }, extra).correct, id).toBe(false);
    }
  });

  it.each(SETS)('%s: every function becomes a tool', (set) => {
    for (const { functions } of read(set)) {
      const { tools, originalNames } = toFunctionTools(functions);
      expect(tools.map((tool) => originalNames.get(tool.function.name))).toEqual(functions.map(({ name }) => name));
      expect(JSON.stringify(tools)).not.toMatch(/"type":"(dict|float|tuple|any)"/);
      expect(tools.every((tool) => /^[a-zA-Z0-9_-]{1,64}$/.test(tool.function.name))).toBe(true);
    }
  });
});
