import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replayOf } from '../../src/agent/replay.ts';
import { Memory } from '../../src/agent/store/memory.ts';
import { AskedModel, answered, asking } from './asking.ts';

const ROUTES = 'Call `kettle.route(options)` with a `schema` that validates the body of a request.';
const VALIDATE = 'How do I validate the body of a request with kettle 3?';
const OWNER = 'somebody';

describe('a run that broke off', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'docs-agent-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('goes on in the next process where it was', async () => {
    const file = join(folder, 'agent.db');
    const first = asking([{ text: ROUTES, delayMs: 600_000 }], { memory: new Memory(file) });
    const { runId, sessionId, events } = first.ask.ask(
      { owner: OWNER, question: VALIDATE },
      AbortSignal.timeout(20_000),
    );
    const seen: number[] = [];
    for await (const { seq, event } of events) {
      seen.push(seq);
      if (event.type === 'tool_result') break;
    }
    await expect.poll(() => first.model.requests.length, { timeout: 10_000 }).toBe(1);
    await first.ask.close();
    first.memory.close();

    const second = asking([{ text: ROUTES }], { memory: new Memory(file) });
    expect(second.memory.runs.get(runId)!.status).toBe('running');
    const resumed = second.ask.resume({ owner: OWNER, runId, after: seen.at(-1)! }, AbortSignal.timeout(20_000));
    const rest = await Array.fromAsync(resumed.events);
    // Retrieval was done, and is not done again.
    expect(rest.map(({ event }) => event.type)).toEqual(['citation', 'token', 'done']);
    expect(rest[0]!.seq).toBe(seen.at(-1)! + 1);
    expect(rest.at(-1)!.event).toMatchObject({
      abstained: false,
      session_id: sessionId,
      citations: [{ anchor: 'routes' }],
    });
    const { left } = replayOf(second.memory.runs.exchanges(runId));
    expect(left()).toBe(2);
    const { answer } = await answered(second.ask, 'And in 2?', { sessionId });
    expect(answer.session_id).toBe(sessionId);
    second.memory.close();
  });

  it('says nothing twice', async () => {
    const file = join(folder, 'agent.db');
    const stuck = new AskedModel({ kind: 'scripted' });
    stuck.generate = async function* (_, { signal } = {}) {
      yield { type: 'text', text: `${ROUTES} The ` };
      const { promise, reject } = Promise.withResolvers<never>();
      signal!.addEventListener('abort', () => reject(signal!.reason));
      await promise;
    } as typeof stuck.generate;
    const first = asking([], { model: stuck, memory: new Memory(file) });
    const { runId, events } = first.ask.ask({ owner: OWNER, question: VALIDATE }, AbortSignal.timeout(20_000));
    let seen = 0;
    for await (const { seq, event } of events) {
      seen = seq;
      if (event.type === 'token') break;
    }
    await first.ask.close();
    first.memory.close();

    const second = asking([{ text: `${ROUTES} The \`schema\` validates the body.` }], { memory: new Memory(file) });
    const { events: more } = second.ask.resume({ owner: OWNER, runId, after: seen }, AbortSignal.timeout(20_000));
    const rest = (await Array.fromAsync(more)).map(({ event }) => event);
    const texts = rest.flatMap((event) => (event.type === 'token' ? [event.text.trim()] : []));
    expect(texts).toEqual([expect.stringMatching(/^The `schema` validates the body/)]);
    expect(rest.at(-1)).toMatchObject({ answer: expect.stringMatching(/^Call .* \[1\]\. The `schema`/) });
    second.memory.close();
  });

  it('goes on after the model failed', async () => {
    const { ask, memory } = asking([{ once: true, failure: { code: 'chat_model_failed' } }, { text: ROUTES }]);
    const { events, runId } = ask.ask({ owner: OWNER, question: VALIDATE }, AbortSignal.timeout(20_000));
    await expect(Array.fromAsync(events)).rejects.toMatchObject({ code: 'chat_model_failed' });
    const again = ask.resume({ owner: OWNER, runId, after: 0 }, AbortSignal.timeout(20_000));
    const types = (await Array.fromAsync(again.events)).map(({ event }) => event.type);
    expect(types).toEqual(['plan', 'tool_call', 'tool_result', 'citation', 'token', 'done']);
    expect(memory.runs.get(runId)!.status).toBe('done');
  });

  it('is read again from the event that a client saw last', async () => {
    const { ask } = asking([{ text: ROUTES }]);
    const { events, answer } = await answered(ask, VALIDATE);
    const again = ask.resume({ owner: OWNER, runId: answer.run_id, after: 2 }, AbortSignal.timeout(20_000));
    expect(await Array.fromAsync(again.events)).toEqual(events.slice(2));
    expect(() => ask.resume({ owner: 'another', runId: answer.run_id, after: 0 }, AbortSignal.timeout(1_000))).toThrow(
      expect.objectContaining({ code: 'run_not_found' }),
    );
  });

  it('goes on while a client is away for a moment', async () => {
    const { ask } = asking([{ text: ROUTES, delayMs: 5 }]);
    const { runId, events } = ask.ask({ owner: OWNER, question: VALIDATE }, AbortSignal.timeout(20_000));
    await events.next();
    await events.return(undefined);
    const again = await Array.fromAsync(
      ask.resume({ owner: OWNER, runId, after: 1 }, AbortSignal.timeout(20_000)).events,
    );
    expect(again.at(-1)!.event.type).toBe('done');
    expect(again[0]!.seq).toBe(2);
  });

  it('ends where nobody comes back, and can be taken up later', async () => {
    const model = new AskedModel({
      kind: 'scripted',
      replies: [{ once: true, text: ROUTES, delayMs: 600_000 }, { text: ROUTES }],
    });
    const { ask, memory } = asking([], { model, lingerMs: 1 });
    const { runId, events } = ask.ask({ owner: OWNER, question: VALIDATE }, AbortSignal.timeout(20_000));
    await events.next();
    await expect.poll(() => model.requests.length, { timeout: 10_000 }).toBe(1);
    await events.return(undefined);
    await expect
      .poll(() => memory.runs.exchanges(runId).at(-1), { timeout: 10_000 })
      .toMatchObject({ kind: 'model', end: 'aborted' });
    expect(memory.runs.get(runId)!.status).toBe('running');
    const again = await Array.fromAsync(
      ask.resume({ owner: OWNER, runId, after: 0 }, AbortSignal.timeout(20_000)).events,
    );
    expect(again.at(-1)!.event).toMatchObject({ type: 'done', abstained: false });
  });
});
