import { ScriptedChatModel, type ScriptedConfig } from '@pareto/chat-models';
import type { ChatModel, GenerationRequest } from '@pareto/contracts';
import { PartProof } from '../../src/agent/answer-proof.ts';
import type { Answer, NumberedEvent } from '../../src/agent/events.ts';
import { Memory } from '../../src/agent/store/memory.ts';

import { calculate } from '../../src/tools/calculate.ts';
import { changelogBetween } from '../../src/tools/changelog-between.ts';
import { currentTime } from '../../src/tools/current-time.ts';
import { findSymbol } from '../../src/tools/find-symbol.ts';
import { listSources } from '../../src/tools/list-sources.ts';
import { readPage } from '../../src/tools/read-page.ts';
import { searchDocs } from '../../src/tools/search-docs.ts';
import { ToolCatalogue, type ToolCatalogueOptions } from '../../src/tools/tool-catalogue.ts';
import { Ask, type Asked, type AskFields, type Question } from '../../src/use-cases/ask.ts';
import { kettleIndex } from '../kettle.ts';

/** A model that keeps what it was asked. */
export class AskedModel extends ScriptedChatModel {
  readonly requests: GenerationRequest[] = [];

  override generate(...[request, options]: Parameters<ScriptedChatModel['generate']>) {
    this.requests.push(request);
    return super.generate(request, options);
  }

  /** Texts of all messages of a request, the last one when `at` is absent. */
  prompt(at = -1): string {
    const prompt = this.requests.at(at)!.prompt;
    return prompt.kind === 'chat' ? prompt.messages.map(({ content }) => content).join('\n') : prompt.text;
  }

  /** Names of the tools that each request offered. */
  get offered(): string[][] {
    return this.requests.map(({ prompt }) => (prompt.kind === 'chat' ? prompt.tools.map(({ name }) => name) : []));
  }
}

export const KETTLE_TOOLS = [
  searchDocs,
  readPage,
  findSymbol,
  changelogBetween,
  listSources,
  calculate,
  currentTime(() => new Date('2026-01-31T12:00:00Z')),
];

type Replies = NonNullable<ScriptedConfig['replies']>;

/** A service over the kettle's documentation, with a model that says what it is told to. */
export function asking(
  replies: Replies,
  {
    memory = new Memory(':memory:'),
    model = new AskedModel({ kind: 'scripted', contextLength: 100_000, replies }),
    provider = {},
    ...fields
  }: Partial<Omit<AskFields, 'model'>> & {
    readonly model?: AskedModel;
    readonly provider?: Partial<ToolCatalogueOptions>;
  } = {},
) {
  const index = kettleIndex();
  const tools = new ToolCatalogue({ tools: KETTLE_TOOLS, index, ...provider });
  const ask = new Ask({ model: model as ChatModel, index, tools, proof: new PartProof({ index }), memory, ...fields });
  return { ask, memory, model, index };
}

/** All events of a question, and what it came to. */
export async function answered(
  ask: Ask,
  question: string,
  more: Partial<Question> = {},
): Promise<{ asked: Asked; events: NumberedEvent[]; answer: Answer; types: string[] }> {
  const asked = ask.ask({ owner: 'somebody', question, ...more }, AbortSignal.timeout(20_000));
  const events = await Array.fromAsync(asked.events);
  const last = events.at(-1)!.event;
  if (last.type !== 'done') throw new Error(`the last event is ${last.type}`);
  return { asked, events, answer: last, types: events.map(({ event }) => event.type) };
}
