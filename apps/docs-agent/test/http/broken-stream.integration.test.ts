import { ScriptedModelServer, type ServerEvent } from '@pareto/contract-tests';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Client } from './client.ts';
import { hasModels } from './environment.ts';
import { startServiceWith, type TestService } from './service.ts';
import { QUESTION, ROUTES, TIMEOUT } from './texts.ts';

/** A word of the second sentence, before which the model stops. */
const IN_THE_MIDDLE = 'milliseconds';
const TYPES = ['plan', 'tool_call', 'tool_result', 'citation', 'token'];

describe.skipIf(!hasModels)('a stream that broke off (needs model files)', { timeout: 30_000 }, () => {
  const model = new ScriptedModelServer();
  let service: TestService;
  let caller: Client;
  beforeAll(async () => {
    await model.start();
    service = await startServiceWith(model);
    caller = await service.visitor();
  }, 60_000);
  beforeEach(() => {
    model.prompts.length = 0;
    model.holdAt = undefined;
    model.replies = [`${ROUTES} ${TIMEOUT}`];
  });
  afterAll(async () => {
    await service?.close();
    await model.stop();
  });

  /** Reads a stream up to the first event of a kind, and leaves. */
  async function readUntil(kind: string): Promise<ServerEvent[]> {
    const seen: ServerEvent[] = [];
    for await (const event of caller.stream(QUESTION)) {
      seen.push(event);
      if (event.event === kind) break;
    }
    return seen;
  }

  it.each(['plan', 'tool_result', 'token'])('after %s goes on with the rest, and nothing twice', async (kind) => {
    model.holdAt = IN_THE_MIDDLE;
    const seen = await readUntil(kind);
    model.holdAt = undefined;
    const { run_id } = seen[0]!.data;
    const rest = await Array.fromAsync(caller.resume(run_id, seen.at(-1)!.id));
    const all = [...seen, ...rest];
    expect(all.map(({ id }) => id)).toEqual(all.map((_, i) => `${run_id}/${i + 1}`));
    expect(all.map(({ event }) => event)).toEqual([...TYPES, 'citation', 'token', 'done']);
    const text = all.flatMap(({ event, data }) => (event === 'token' ? [data.text] : [])).join('');
    expect(text.trim()).toBe(all.at(-1)!.data.answer);
    // One run, however many listen to it.
    expect(model.prompts).toHaveLength(1);
  });

  it('is read from its beginning without an id, also when it is over, and by two at once', async () => {
    model.holdAt = IN_THE_MIDDLE;
    const seen = await readUntil('tool_call');
    const { run_id } = seen[0]!.data;
    const both = [Array.fromAsync(caller.resume(run_id)), Array.fromAsync(caller.resume(run_id, `${run_id}/2`))];
    await expect.poll(() => model.prompts.length, { timeout: 10_000 }).toBe(1);
    model.holdAt = undefined;
    const [one = [], two] = await Promise.all(both);
    expect(one.at(-1)!.event).toBe('done');
    expect(one.slice(0, seen.length)).toEqual(seen);
    expect(two).toEqual(one.slice(2));
    expect(await Array.fromAsync(caller.resume(run_id))).toEqual(one);
    expect(await Array.fromAsync(caller.resume(run_id, one.at(-1)!.id))).toEqual([]);
    expect(await Array.fromAsync(caller.resume(run_id, 'what/is that?'))).toEqual(one);
  });

  it('goes on after the service was stopped in the middle', async () => {
    model.holdAt = IN_THE_MIDDLE;
    const before = model.abandoned;
    const seen = await readUntil('token');
    const { run_id, session_id } = seen[0]!.data;
    await service.close({ keepData: true });
    await expect.poll(() => model.abandoned, { timeout: 10_000 }).toBe(before + 1);
    model.holdAt = undefined;
    service = await service.restart();
    caller = new Client(service.url, caller.headers);
    expect((await caller.call('GET', `/v1/sessions/${session_id}`)).body.runs).toMatchObject([{ status: 'running' }]);
    const stranger = await (await service.visitor()).call('GET', `/v1/runs/${run_id}/events`);
    expect(stranger.status).toBe(404);

    const rest = await Array.fromAsync(caller.resume(run_id, seen.at(-1)!.id));
    const all = [...seen, ...rest];
    expect(all.map(({ id }) => id)).toEqual(all.map((_, i) => `${run_id}/${i + 1}`));
    expect(all.map(({ event }) => event)).toEqual([...TYPES, 'citation', 'token', 'done']);
    // What was found before is not looked for again.
    expect(all.at(-1)!.data).toMatchObject({ abstained: false, session_id, answer: expect.stringContaining('[1]') });
    expect((await caller.call('GET', `/v1/sessions/${session_id}`)).body.runs).toMatchObject([{ status: 'done' }]);
  });

  it('does not hold a stop up beyond its grace', async () => {
    const hasty = await startServiceWith(model, { SHUTDOWN_GRACE_MS: '100' });
    model.holdAt = IN_THE_MIDDLE;
    const visiting = await hasty.visitor();
    const events = visiting.stream(QUESTION);
    const seen: string[] = [];
    let closed: Promise<void> | undefined;
    for await (const { event } of events) {
      seen.push(event);
      if (event === 'token') closed ??= hasty.close();
    }
    await closed;
    expect(seen).not.toContain('done');
    expect(seen).not.toContain('error');
  });

  it('tells what the model failed with, and can be tried again', async () => {
    model.holdAt = IN_THE_MIDDLE;
    const seen: ServerEvent[] = [];
    for await (const event of caller.stream(QUESTION)) {
      seen.push(event);
      if (event.event === 'token') await model.stop();
    }
    expect(seen.at(-1)).toMatchObject({ event: 'error', data: { code: 'chat_model_failed' } });
    expect(seen.map(({ event }) => event)).not.toContain('done');
    await model.start();
    model.holdAt = undefined;
    const rest = await Array.fromAsync(caller.resume(seen[0]!.data.run_id, seen.at(-2)!.id));
    expect(rest.at(-1)).toMatchObject({ event: 'done', data: { abstained: false } });
  });

  it.each(['x', 'f'.repeat(36), '%2e%2e%2fx', '%00'])('of a run that nobody began is not found: %s', async (id) => {
    const answer = await caller.call('GET', `/v1/runs/${id}/events`);
    expect(answer).toMatchObject({ status: 404, body: { code: 'run_not_found' } });
  });
});
