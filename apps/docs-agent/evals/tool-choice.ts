import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HumanMessage } from '@langchain/core/messages';
import type { ChatModel } from '@pareto/contracts';
import {
  type AcceptedCall,
  type BfclFunction,
  bootstrapInterval,
  type Section,
  scoreFunctionCalls,
  toFunctionTools,
} from '@pareto/evaluation';
import { PortChatModel } from '@pareto/langchain';
import { shownSchema } from '../src/tools/shown-schema.ts';
import { SHARED } from './corpora.ts';

interface Line {
  readonly id: string;
  readonly messages: readonly { readonly content: string }[];
  readonly functions: readonly BfclFunction[];
  readonly ground_truth: readonly AcceptedCall[];
}

const FILES = {
  simple: 'simple_python',
  multiple: 'multiple',
  parallel: 'parallel',
  irrelevance: 'irrelevance',
} as const;
const CALL_TOKENS = 160;
const DEFAULT_LIMIT = 60;

/**
 * Whether the agent's way to offer tools, the LangChain model with schemas cut to what a small model needs, leads to the
 * right call. The question alone, no system prompt; of `irrelevance` no call is right.
 */
export async function toolChoice(model: ChatModel, limit = DEFAULT_LIMIT): Promise<Section> {
  const chat = new PortChatModel({ model, maxTokens: CALL_TOKENS });
  const results = [];
  for (const [name, file] of Object.entries(FILES)) {
    const path = join(SHARED, `tools/bfcl.${file}.jsonl`);
    if (!existsSync(path)) throw new Error('the sets of BFCL are absent: PARETO_DATA names their folder');
    const cases = readFileSync(path, 'utf8')
      .trimEnd()
      .split('\n')
      .slice(0, limit)
      .map((line) => JSON.parse(line) as Line);
    const outcomes = [];
    for (const { id, messages, functions, ground_truth: groundTruth } of cases) {
      const began = performance.now();
      const tools = toFunctionTools(functions).tools.map((tool) => ({
        ...tool,
        function: { ...tool.function, parameters: shownSchema(tool.function.parameters) },
      }));
      const reply = await chat.bindTools(tools as never).invoke([new HumanMessage(messages[0]!.content)]);
      const calls = (reply.tool_calls ?? []).map(({ name: called, args }) => ({ name: called, arguments: args }));
      const verdict = scoreFunctionCalls({ functions, groundTruth }, calls);
      const isChosen = calls[0]?.name === undefined ? groundTruth.length === 0 : isNamed(groundTruth, calls[0].name);
      outcomes.push({ id, isChosen, isRight: verdict.correct, ms: performance.now() - began });
      console.error(`${id}: ${verdict.correct ? 'right' : verdict.reason}`);
    }
    results.push({ name, outcomes });
  }
  return {
    title: 'Docs agent: choice of tools (BFCL)',
    notes: [
      `The first ${limit} cases of each file; "chosen" is the right function, "right" the right arguments too, by BFCL's rules.`,
    ],
    columns: ['file', 'chosen', 'right', '95 % interval', 'cases'],
    rows: results.map(({ name, outcomes }) => {
      const right = bootstrapInterval(outcomes.map(({ isRight }) => Number(isRight)));
      const chosen = outcomes.filter(({ isChosen }) => isChosen).length / outcomes.length;
      return [
        name,
        chosen.toFixed(3),
        right.mean.toFixed(3),
        `${right.low.toFixed(2)} to ${right.high.toFixed(2)}`,
        outcomes.length,
      ];
    }),
    data: results,
  };
}

/** Dots in names are `_` in tools. */
function isNamed(groundTruth: readonly AcceptedCall[], name: string): boolean {
  return groundTruth.some((call) => Object.keys(call).some((key) => key.replaceAll('.', '_') === name));
}
