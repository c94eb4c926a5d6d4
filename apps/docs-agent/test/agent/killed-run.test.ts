import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { GenerationEvent, GenerationRequest } from '@pareto/contracts';
import { describe, expect, it } from 'vitest';
import { splitByModel } from '../../src/agent/planning/model-split.ts';
import { replayOf } from '../../src/agent/replay.ts';
import { Memory } from '../../src/agent/store/memory.ts';
import type { Exchange } from '../../src/agent/trace.ts';
import { folderWith } from '../sources/folders.ts';
import { AskedModel, answered, asking } from './asking.ts';
import { replayed } from './replayed.ts';

const OWNER = 'somebody';
const ROUTES = 'Call `kettle.route(options)` with a `schema` that validates the body of a request.';
/** The plan searches twice; no page has all of the question, so that the model may search once more. */
const QUESTION = 'How do I validate the body of a Zanzibar request with kettle and its glaze?';

/** Searches before it answers, in whichever process it is asked. */
class SearchingModel extends AskedModel {
  constructor() {
    super({ kind: 'scripted', contextLength: 100_000 });
  }

  override async *generate(request: GenerationRequest): AsyncGenerator<GenerationEvent> {
    this.requests.push(request);
    const { prompt } = request;
    if (prompt.kind !== 'chat') throw new Error('a chat is expected');
    const isAsking = prompt.tools.length > 0 && !JSON.stringify(prompt.messages).includes('call_of_model');
    if (isAsking) {
      yield { type: 'tool-call', index: 0, id: 'call_of_model', name: 'search_docs' };
      yield { type: 'tool-arguments', index: 0, text: '{"query":"routes"}' };
    } else yield { type: 'text', text: ROUTES };
    yield { type: 'finish', reason: 'stop', usage: { promptTokens: 10, cachedTokens: 0, completionTokens: 10 } };
  }
}

/** Copies of the database as it is whenever something was written: what a process leaves that is killed there. */
function leavings(memory: Memory, file: string): string[] {
  const copies: string[] = [];
  const copy = () => {
    const target = `${file}.${copies.length}`;
    for (const suffix of ['', '-wal']) if (existsSync(file + suffix)) copyFileSync(file + suffix, target + suffix);
    copies.push(target);
  };
  const { runs, checkpoints } = memory;
  const [addExchange, addEvent] = [runs.addExchange.bind(runs), runs.addEvent.bind(runs)];
  runs.addExchange = (...args) => {
    addExchange(...args);
    copy();
  };
  runs.addEvent = (...args) => {
    const seq = addEvent(...args);
    copy();
    return seq;
  };
  const [put, putWrites] = [checkpoints.put.bind(checkpoints), checkpoints.putWrites.bind(checkpoints)];
  checkpoints.put = async (...args) => {
    const saved = await put(...args);
    copy();
    return saved;
  };
  checkpoints.putWrites = async (...args) => {
    await putWrites(...args);
    copy();
  };
  return copies;
}

describe('a run that was killed', () => {
  it('is played again whole, wherever that was', { timeout: 60_000 }, async () => {
    const file = join(folderWith({}), 'agent.db');
    const memory = new Memory(file);
    const copies = leavings(memory, file);
    const { ask } = asking([], { memory, model: new SearchingModel() });
    const { answer } = await answered(ask, QUESTION);
    expect(answer).toMatchObject({ abstained: false, answer: ROUTES.replace(/\.$/, ' [1].') });
    expect(answer.steps.filter(({ kind }) => kind === 'tool').length).toBeGreaterThan(1);
    expect(copies.length).toBeGreaterThan(15);
    let resumed = 0;
    for (const copy of copies) {
      const next = new Memory(copy);
      // Remembered meanwhile: the question is still the one that was asked.
      if (next.runs.exchanges(answer.run_id).length > 0) next.facts.add(OWNER, 'we deploy on Friday', Date.now());
      const again = asking([], { memory: next, model: new SearchingModel() });
      const { events } = again.ask.resume(
        { owner: OWNER, runId: answer.run_id, after: 0 },
        AbortSignal.timeout(20_000),
      );
      const last = (await Array.fromAsync(events)).at(-1)!.event;
      expect(last).toMatchObject({ type: 'done', answer: answer.answer });
      const exchanges = next.runs.exchanges(answer.run_id);
      resumed += exchanges.filter(({ kind }) => kind === 'begin').length > 1 ? 1 : 0;
      const { draft, text, left } = await replayed(exchanges);
      expect([copy, left, text, draft.spent.modelCalls]).toEqual([copy, 0, ROUTES, answer.usage.modelCalls]);
      next.close();
    }
    expect(resumed).toBeGreaterThan(10);
    memory.close();
  });

  it('does not get its budget of calls again', async () => {
    const { ask, memory } = asking([{ once: true, failure: { code: 'chat_model_failed' } }, { text: ROUTES }], {
      provider: { budget: 5 },
    });
    const { events, runId } = ask.ask({ owner: OWNER, question: QUESTION }, AbortSignal.timeout(20_000));
    await expect(Array.fromAsync(events)).rejects.toMatchObject({ code: 'chat_model_failed' });
    const left = memory.runs.exchanges(runId).findLast(({ kind }) => kind === 'tool') as { budgetLeft: number };
    await Array.fromAsync(ask.resume({ owner: OWNER, runId, after: 0 }, AbortSignal.timeout(20_000)).events);
    const begins = memory.runs.exchanges(runId).filter((exchange) => exchange.kind === 'begin');
    expect(begins.map(({ budgetLeft }) => budgetLeft)).toEqual([5, left.budgetLeft]);
  });
});

describe('a trace', () => {
  const modelsOf = (exchanges: readonly Exchange[]) => exchanges.filter((exchange) => exchange.kind === 'model');

  it('has all that a model was asked', async () => {
    const { ask, memory, model } = asking([{ text: ROUTES }]);
    const { answer } = await answered(ask, 'How do I validate the body of a request with kettle 3?');
    const [asked] = modelsOf(memory.runs.exchanges(answer.run_id));
    const { prompt, temperature } = model.requests[0]!;
    expect(asked).toMatchObject({ purpose: 'step', request: { temperature, tools: [] } });
    expect(asked!.request.messages).toEqual(prompt.kind === 'chat' ? prompt.messages : []);
    expect(asked!.request.messages.at(-1)!.content).toContain('validate the body of a request');
  });

  it('has the question that a model cut apart, and what came of it', async () => {
    const question = 'Explain both the routes of kettle and the timeouts of kettle';
    const parts = ['the routes of kettle', 'the timeouts of kettle'];
    const model = new AskedModel({
      kind: 'scripted',
      contextLength: 100_000,
      capabilities: ['chat', 'json_schema', 'tools'],
      replies: [{ once: true, text: JSON.stringify({ questions: parts }) }, { text: ROUTES }],
    });
    const { ask, memory } = asking([], { model });
    const { answer } = await answered(ask, question);
    const exchanges = memory.runs.exchanges(answer.run_id);
    expect(modelsOf(exchanges)[0]).toMatchObject({ purpose: 'plan', end: 'finished' });
    expect(modelsOf(exchanges)[0]!.request.messages.at(-1)!.content).toContain(question);
    expect((await replayed(exchanges)).left).toBe(1);
    const { planner, beginning } = replayOf(exchanges);
    expect(await splitByModel(planner, question, AbortSignal.timeout(20_000))).toEqual(parts);
    expect(beginning.plan.subQuestions).toEqual(parts);
  });
});
