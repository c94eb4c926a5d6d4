import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from './case.ts';
import { readFunctionCalling } from './function-calling-set.ts';
import { readInstructions } from './instruction-set.ts';

const DATA = process.env.PARETO_DATA ?? join(import.meta.dirname, '../../../../shared/data');

export const SET_NAMES = ['simple', 'multiple', 'parallel', 'irrelevance', 'ifeval'] as const;
export type SetName = (typeof SET_NAMES)[number];

/** What the default model should reach on the test split. */
export const GOALS: Readonly<Partial<Record<SetName, number>>> = { simple: 0.74, multiple: 0.7, irrelevance: 0.65 };

const READERS: Readonly<Record<SetName, () => Case[]>> = {
  simple: () => readFunctionCalling('simple', DATA, 'bfcl.simple_python.jsonl'),
  multiple: () => readFunctionCalling('multiple', DATA, 'bfcl.multiple.jsonl'),
  parallel: () => readFunctionCalling('parallel', DATA, 'bfcl.parallel.jsonl'),
  irrelevance: () => readFunctionCalling('irrelevance', DATA, 'bfcl.irrelevance.jsonl'),
  ifeval: () => readInstructions(DATA),
};

/** @throws Error when the data is not there. */
export function readSet(set: SetName): Case[] {
  if (!existsSync(DATA)) throw new Error(`no data at ${DATA}; PARETO_DATA names another folder`);
  return READERS[set]();
}
