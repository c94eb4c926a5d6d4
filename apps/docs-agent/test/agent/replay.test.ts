import { describe, expect, it } from 'vitest';
import { ReplayMismatch, replayOf } from '../../src/agent/replay.ts';
import { answered, asking } from './asking.ts';
import { replayed } from './replayed.ts';

const ROUTES = 'Call `kettle.route(options)` with a `schema` that validates the body of a request.';
const call = (name: string, args: Record<string, unknown> | string = {}) => ({ name, arguments: args });

describe('a recorded run', () => {
  it('is played again exactly, without model, index or checkpoints', async () => {
    const { ask, memory } = asking([
      { once: true, toolCalls: [call('search_docs', '{"query": "rou')] },
      { once: true, toolCalls: [call('search_docs', { query: 'routes' }), call('open_door')] },
      { text: ROUTES },
    ]);
    const { answer } = await answered(ask, 'Which glaze has the Zanzibar kettle?');
    const { draft, text, left } = await replayed(memory.runs.exchanges(answer.run_id));
    expect(left).toBe(0);
    expect(text).toBe(ROUTES);
    expect(draft).toMatchObject({ finish: answer.finish_reason, spent: { modelCalls: 3 } });
    expect(draft.spent.promptTokens).toBe(answer.usage.promptTokens);
  });

  it('is played again with its facts and its earlier turns', async () => {
    const { ask, memory } = asking([{ text: ROUTES }]);
    await answered(ask, 'Remember that we deploy on Friday.');
    const { answer } = await answered(ask, 'How do I validate the body of a request with kettle 3?');
    const next = await answered(ask, 'And in 2?', { sessionId: answer.session_id });
    expect((await replayed(memory.runs.exchanges(next.answer.run_id))).left).toBe(0);
  });

  it('ends with its time where it did so', async () => {
    const { ask, memory } = asking([{ text: ROUTES, delayMs: 600_000 }], { budgets: { wallClockMs: 1_000 } });
    const { answer } = await answered(ask, 'How do I validate the body of a request with kettle 3?');
    const { draft } = await replayed(memory.runs.exchanges(answer.run_id));
    expect([answer.finish_reason, draft.finish]).toEqual(['time', 'time']);
  });

  it('notices when the agent would ask something else now', async () => {
    const { ask, memory } = asking([{ text: ROUTES }]);
    const { answer } = await answered(ask, 'How do I validate the body of a request with kettle 3?');
    const exchanges = memory.runs.exchanges(answer.run_id);
    await expect(replayed(exchanges, { evidenceTokens: 30 })).rejects.toThrow(ReplayMismatch);
    const withoutCalls = exchanges.filter(({ kind }) => kind !== 'tool');
    await expect(replayed(withoutCalls)).rejects.toThrow(/was not called with then/);
    expect(() => replayOf([])).toThrow(ReplayMismatch);
  });
});
