import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { type ChatModel, generatingBy } from '@pareto/contracts';
import { PartProof } from '../src/agent/answer-proof.ts';
import { type Signs, signsOf } from '../src/agent/answerable/features.ts';
import { declinedBy } from '../src/agent/middleware/doubt.ts';
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

const NO_USAGE = { promptTokens: 0, cachedTokens: 0, completionTokens: 0 };

/**
 * What the agent knows when it decides for the first time, from the traces of real runs: the model is asked for its doubt,
 * and for nothing else. Observations that are in the file are not made again.
 */
export async function observe(
  questions: readonly GoldQuestion[],
  { index }: Corpus,
  model: ChatModel,
  file: string,
): Promise<Observation[]> {
  const known = new Map(readObservations(file).map((observation) => [observation.id, observation]));
  const memory = new Memory(':memory:');
  const tools = new ToolCatalogue({ index, tools: docsTools({}) });
  const ask = new Ask({ model: onlyDoubting(model), index, tools, proof: new PartProof({ index }), memory });
  for (const { id, question, isAnswerable } of questions) {
    if (known.has(id)) continue;
    const asked = ask.ask({ owner: 'fit', question }, AbortSignal.timeout(180_000));
    await Array.fromAsync(asked.events);
    const signs = signsFrom(memory.runs.exchanges(asked.runId));
    if (!signs) continue;
    const observation = { id, isAnswerable, signs };
    known.set(id, observation);
    appendFileSync(file, `${JSON.stringify(observation)}\n`);
    console.error(`${id} ${isAnswerable ? 'answerable' : ''} ${JSON.stringify(signs)}`);
  }
  return questions.flatMap(({ id }) => known.get(id) ?? []);
}

export function readObservations(file: string): Observation[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Observation);
}

/** The model where it is asked how likely a token is; silent for all else. */
function onlyDoubting(model: ChatModel): ChatModel {
  return generatingBy(model, async function* (request, options) {
    if (request.topLogprobs !== undefined) yield* model.generate(request, options);
    else yield { type: 'finish', reason: 'stop', usage: NO_USAGE };
  });
}

/** Undefined for a run that ended without the model: what nobody wrote is told by rules. */
function signsFrom(exchanges: readonly Exchange[]): Signs | undefined {
  const begin = exchanges.find((exchange) => exchange.kind === 'begin');
  const first = exchanges.findIndex(({ kind }) => kind === 'model');
  const doubt = exchanges[first];
  if (!begin || doubt?.kind !== 'model') return undefined;
  const calls = exchanges.slice(0, first).flatMap((exchange) => (exchange.kind === 'tool' ? [exchange.outcome] : []));
  const [text] = doubt.events.filter((event) => event.type === 'text');
  const likelihoods = text?.logprobs?.[0];
  return signsOf({
    plan: begin.plan,
    readings: calls.flatMap(({ readings }) => readings),
    unknown: begin.unknown,
    unfamiliar: begin.unfamiliar,
    declined: likelihoods && declinedBy([likelihoods, ...likelihoods.top], begin.question),
  });
}
