import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type AcceptedCall,
  type BfclFunction,
  type FunctionCall,
  scoreFunctionCalls,
  toFunctionTools,
} from '@pareto/evaluation';
import type OpenAI from 'openai';
import type { Answer, Case, Score } from './case.ts';
import type { SetName } from './sets.ts';

/**
 * The longest right answers have 230 characters of JSON in one call and 1,000 in several; text in their place need not
 * end, and where none fits it is enough to see whether a call begins.
 */
const MAX_TOKENS = { simple: 160, multiple: 160, parallel: 768, irrelevance: 32, ifeval: 0 };

interface Line {
  readonly id: string;
  readonly messages: readonly { readonly role: 'user'; readonly content: string }[];
  readonly functions: readonly BfclFunction[];
  readonly ground_truth: readonly AcceptedCall[];
}

/** Cases of the Berkeley Function Calling Leaderboard: the question, its functions as tools, and nothing else. */
export function readFunctionCalling(set: SetName, folder: string, file: string): Case[] {
  const text = readFileSync(join(folder, 'tools', file), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => toCase(set, JSON.parse(line) as Line));
}

function toCase(set: SetName, { id, messages, functions, ground_truth: groundTruth }: Line): Case {
  return {
    id,
    set,
    request: {
      messages: [...messages],
      tools: toFunctionTools(functions).tools as OpenAI.Chat.ChatCompletionFunctionTool[],
      temperature: 0,
      max_tokens: MAX_TOKENS[set],
    },
    score: (answer) => scoreCalls(answer, { functions, groundTruth }),
  };
}

function scoreCalls(answer: Answer, expected: Parameters<typeof scoreFunctionCalls>[0]): Score {
  if (answer.refusal !== undefined) return { values: { accuracy: [0] }, faults: ['refused'], detail: answer.refusal };
  const verdict = scoreFunctionCalls(expected, answer.toolCalls.map(toCall));
  if (verdict.correct) return { values: { accuracy: [1] }, faults: [] };
  return { values: { accuracy: [0] }, faults: [verdict.reason], detail: verdict.detail };
}

/** Arguments that are no JSON stay text, which no ground truth accepts. */
function toCall({ name, arguments: json }: Answer['toolCalls'][number]): FunctionCall {
  try {
    return { name, arguments: JSON.parse(json) };
  } catch {
    return { name, arguments: json };
  }
}
