import { beforeEach, describe, expect, it } from 'vitest';
import type { Client } from './client.ts';
import { hasModels } from './environment.ts';
import { scriptedService } from './scripted-service.ts';
import { QUESTION } from './texts.ts';

const UNKNOWN = 'f'.repeat(36);
/** Of a problem, what differs in any two answers. */
const DIFFERENT = ['instance'];

describe.skipIf(!hasModels)('conversations over HTTP (needs model files)', { timeout: 30_000 }, () => {
  const scripted = scriptedService();
  let caller: Client;
  // Each test has conversations of its own.
  beforeEach(async () => {
    caller = await scripted.service.visitor();
  });

  it('are shown with their answers', async () => {
    const answer = await caller.ask(QUESTION);
    const second = await caller.ask('What is 6 * 7?', { session_id: answer.session_id });
    const path = `/v1/sessions/${answer.session_id}`;
    const { status, body } = await caller.call('GET', path);
    expect(status).toBe(200);
    expect(body).toEqual({
      id: answer.session_id,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      runs: [
        { id: answer.run_id, question: QUESTION, status: 'done', answer },
        { id: second.run_id, question: 'What is 6 * 7?', status: 'done', answer: second },
      ],
    });
  });

  it('keep a trace of what models and tools were asked', async () => {
    const { session_id, run_id } = await caller.ask(QUESTION);
    const { status, body } = await caller.call('GET', `/v1/sessions/${session_id}/runs/${run_id}/trace`);
    expect(status).toBe(200);
    expect(body.exchanges.map(({ kind }: { kind: string }) => kind)).toEqual(['begin', 'tool', 'model']);
    expect(body.exchanges[2]).toMatchObject({ end: 'finished', purpose: 'step' });
    expect(body.exchanges[2].request.messages.at(-1)).toMatchObject({
      role: 'user',
      content: expect.stringContaining(QUESTION),
    });
    const other = await caller.ask('What is 6 * 7?');
    for (const id of [UNKNOWN, other.run_id]) {
      const missing = await caller.call('GET', `/v1/sessions/${session_id}/runs/${id}/trace`);
      expect(missing).toMatchObject({ status: 404, body: { code: 'run_not_found' } });
    }
  });

  it('can be read by nobody else, and look to others as if they were not there', async () => {
    const { session_id, run_id } = await caller.ask(QUESTION);
    const stranger = await scripted.service.visitor();
    const requests: [method: string, path: (session: string, run: string) => string, body?: object][] = [
      ['GET', (session) => `/v1/sessions/${session}`],
      ['DELETE', (session) => `/v1/sessions/${session}`],
      ['GET', (session, run) => `/v1/sessions/${session}/runs/${run}/trace`],
      ['GET', (_, run) => `/v1/runs/${run}/events`],
    ];
    for (const [method, path, body] of requests) {
      const others = await told(stranger, method, path(session_id, run_id), body);
      expect(others.status).toBe(404);
      expect(others).toEqual(await told(stranger, method, path(UNKNOWN, UNKNOWN), body));
    }
    const asked = await stranger.call('POST', '/v1/ask', { question: 'hello', session_id });
    expect(asked).toMatchObject({ status: 404, body: { code: 'session_not_found' } });
    expect((await caller.call('GET', `/v1/sessions/${session_id}`)).body.runs).toHaveLength(1);
  });

  it('are gone when they were deleted', async () => {
    const { session_id, run_id } = await caller.ask(QUESTION);
    const path = `/v1/sessions/${session_id}`;
    expect(await caller.call('DELETE', path)).toMatchObject({ status: 204, body: '' });
    const gone = [
      await caller.call('GET', path),
      await caller.call('DELETE', path),
      await caller.call('GET', `${path}/runs/${run_id}/trace`),
      await caller.call('POST', '/v1/ask', { question: QUESTION, session_id }),
    ];
    for (const answer of gone) expect(answer).toMatchObject({ status: 404, body: { code: 'session_not_found' } });
    expect(await caller.call('GET', `/v1/runs/${run_id}/events`)).toMatchObject({
      status: 404,
      body: { code: 'run_not_found' },
    });
  });

  it('are broken off when they are deleted while an answer is written', async () => {
    scripted.model.holdAt = 'validates';
    const before = scripted.model.abandoned;
    const events = caller.stream(QUESTION);
    const { session_id } = (await events.next()).value.data;
    await expect.poll(() => scripted.model.prompts.length, { timeout: 10_000 }).toBe(1);
    expect((await caller.call('DELETE', `/v1/sessions/${session_id}`)).status).toBe(204);
    const rest = await Array.fromAsync(events);
    expect(rest.map(({ event }) => event)).not.toContain('done');
    await expect.poll(() => scripted.model.abandoned, { timeout: 10_000 }).toBe(before + 1);
    scripted.model.holdAt = undefined;
  });

  it('share what their owner asked to be remembered, and nobody else does', async () => {
    const { answer } = await caller.ask('Remember that our kettles run on port 4711.');
    expect(answer).toBe('Noted: our kettles run on port 4711.');
    expect(scripted.model.prompts).toEqual([]);
    await caller.ask(QUESTION);
    expect(scripted.model.prompts.at(-1)).toContain('our kettles run on port 4711');
    const stranger = await scripted.service.visitor();
    await stranger.ask(QUESTION);
    expect(scripted.model.prompts.at(-1)).not.toContain('4711');

    const [fact] = (await caller.call('GET', '/v1/facts')).body.facts;
    expect(fact).toEqual({
      id: expect.any(String),
      text: 'our kettles run on port 4711',
      created_at: expect.stringMatching(/^\d{4}-/),
    });
    expect((await stranger.call('GET', '/v1/facts')).body.facts).toEqual([]);
    const notFound = { status: 404, body: { code: 'fact_not_found' } };
    expect(await stranger.call('DELETE', `/v1/facts/${fact.id}`)).toMatchObject(notFound);
    expect((await caller.call('DELETE', `/v1/facts/${fact.id}`)).status).toBe(204);
    expect(await caller.call('DELETE', `/v1/facts/${fact.id}`)).toMatchObject(notFound);
    await caller.ask(QUESTION);
    expect(scripted.model.prompts.at(-1)).not.toContain('4711');
  });

  it('need no model to remember something', async () => {
    await scripted.model.stop();
    expect((await caller.ask('Remember that we use kettle 3.')).answer).toBe('Noted: we use kettle 3.');
    expect((await caller.ask('Remember that it is hot. What is 6 * 7?')).answer).toContain('6 * 7 = 42');
    await scripted.model.start();
  });
});

/** An answer as far as it could tell something. */
async function told(caller: Client, method: string, path: string, body?: object) {
  const answer = await caller.call(method, path, body);
  const entries = Object.entries(answer.body as object).filter(([name]) => !DIFFERENT.includes(name));
  return { status: answer.status, body: Object.fromEntries(entries) };
}
