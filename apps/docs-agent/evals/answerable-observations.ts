import { ScriptedChatModel } from '@pareto/chat-models';
import { PartProof } from '../src/agent/answer-proof.ts';
import { type Signs, signsOf } from '../src/agent/answerable/features.ts';
import { Memory } from '../src/agent/store/memory.ts';
import type { Exchange } from '../src/agent/trace.ts';
import { docsTools } from '../src/tools/docs-tools.ts';
import { ToolCatalogue } from '../src/tools/tool-catalogue.ts';
import { Ask } from '../src/use-cases/ask.ts';
import type { Corpus } from './corpora.ts';
import type { GoldQuestion } from './question-set.ts';

export interface Observation {
  readonly id: string;
  readonly isAnswerable: boolean;
  readonly signs: Signs;
}

/**
 * What the agent knows when it decides for the first time, from the traces of runs with a model that says nothing. A question
 * that ends before any model is asked, for what nobody wrote, is told by rules: it has no observation.
 */
export async function observe(questions: readonly GoldQuestion[], { index }: Corpus): Promise<Observation[]> {
  const memory = new Memory(':memory:');
  const tools = new ToolCatalogue({ index, tools: docsTools({}) });
  const model = new ScriptedChatModel({ kind: 'scripted', contextLength: 4_096, replies: [{ text: '' }] });
  const ask = new Ask({ model, index, tools, proof: new PartProof({ index }), memory });
  const observations: Observation[] = [];
  for (const { id, question, isAnswerable } of questions) {
    const asked = ask.ask({ owner: 'fit', question }, AbortSignal.timeout(60_000));
    await Array.fromAsync(asked.events);
    const signs = signsFrom(memory.runs.exchanges(asked.runId));
    if (signs) observations.push({ id, isAnswerable, signs });
  }
  await ask.close();
  return observations;
}

function signsFrom(exchanges: readonly Exchange[]): Signs | undefined {
  const begin = exchanges.find((exchange) => exchange.kind === 'begin');
  if (!begin || exchanges.at(-1)?.kind !== 'model') return undefined;
  const { plan, unknown, unfamiliar } = begin;
  const calls = exchanges.flatMap((exchange) => (exchange.kind === 'tool' ? [exchange.outcome] : []));
  return signsOf({ plan, readings: calls.flatMap(({ readings }) => readings), unknown, unfamiliar });
}
