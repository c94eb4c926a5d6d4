import { beforeAll, describe, expect, it } from 'vitest';
import type { Client } from './client.ts';
import { hasModels } from './environment.ts';
import { scriptedService } from './scripted-service.ts';
import { startServiceWith } from './service.ts';
import { QUESTION, ROUTES, TIMEOUT, UNANSWERED } from './texts.ts';

const CITED = { number: 1, source: 'kettle', version: '3.0.0', path: 'README.md', anchor: 'routes' };

describe.skipIf(!hasModels)('questions over HTTP (needs model files)', { timeout: 30_000 }, () => {
  const scripted = scriptedService();
  let caller: Client;
  beforeAll(async () => {
    caller = await scripted.service.visitor();
  });

  it('are answered with the pages that bear the answer out', async () => {
    const { status, headers, body } = await caller.call('POST', '/v1/ask', { question: QUESTION });
    expect(status).toBe(200);
    // Who has a token gets no other one.
    expect(headers.get('x-session-token')).toBeNull();
    expect(body).toMatchObject({
      answer: ROUTES.replace(/\.$/, ' [1].'),
      abstained: false,
      struck: [],
      finish_reason: 'stop',
      session_id: expect.any(String),
      run_id: expect.any(String),
      usage: { prompt_tokens: 100, completion_tokens: 10, model_calls: 1 },
    });
    expect(body.steps.map(({ kind, tool }: { kind: string; tool?: string }) => tool ?? kind)).toEqual([
      'plan',
      'search_docs',
      'model',
    ]);
    expect(body.steps[1]).toMatchObject({ status: 'ok', arguments: { source: 'kettle@3' }, ms: expect.any(Number) });
    expect(body.citations).toMatchObject([CITED]);
    const [{ quote, url }] = body.citations;
    const page = await caller.call('GET', url);
    expect(page).toMatchObject({ status: 200, body: { source: 'kettle', version: '3.0.0', title: 'Kettle' } });
    expect(page.body.text).toContain(quote);
    expect(url).toMatch(/#routes$/);
    expect(scripted.model.prompts[0]).toContain('[1] kettle@3.0.0 README.md (Routes)');
  });

  it('give a caller without a token one', async () => {
    const response = await fetch(`${scripted.service.url}/v1/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ question: 'hello' }),
    });
    expect(response.headers.get('x-session-token')).toMatch(/^[\w-]{43}$/);
    await response.body?.cancel();
  });

  it('tell of each step as it happens', async () => {
    const events = await Array.fromAsync(caller.stream(QUESTION));
    expect(events.map(({ event }) => event)).toEqual(['plan', 'tool_call', 'tool_result', 'citation', 'token', 'done']);
    const [plan, call, result, citation, token, done] = events.map(({ data }) => data);
    expect(events.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6].map((seq) => `${plan.run_id}/${seq}`));
    expect(plan).toMatchObject({
      kind: 'lookup',
      revision: 0,
      question: QUESTION,
      sources: [{ source: 'kettle', version: '3' }],
      steps: [{ tool: 'search_docs', status: 'planned' }],
    });
    expect(call).toMatchObject({ id: plan.steps[0].id, tool: 'search_docs', arguments: plan.steps[0].arguments });
    expect(result).toMatchObject({ id: call.id, status: 'ok', preview: expect.stringContaining('kettle') });
    expect(citation).toMatchObject({ index: 0, ...CITED });
    expect(token.text.trim()).toBe(done.answer);
    expect(done).toMatchObject({ session_id: plan.session_id, run_id: plan.run_id, abstained: false });
    expect(citation).toEqual({ index: 0, ...done.citations[0] });
  });

  it('never show an identifier that the documentation does not have', async () => {
    scripted.model.replies = [`${ROUTES} Then call \`kettle.teleport()\` to send it.`];
    const events = await Array.fromAsync(caller.stream(QUESTION));
    const { data } = events.at(-1)!;
    expect(data).toMatchObject({ abstained: false, citations: [CITED] });
    expect(data.struck).toEqual([expect.stringContaining('teleport')]);
    const shown = events.filter(({ event }) => event !== 'done');
    expect(JSON.stringify([shown, data.answer, data.citations])).not.toContain('teleport');
    expect((await caller.call('GET', '/metrics')).body).toMatch(/^docs_struck_total [1-9]/m);
  });

  it('are not answered where the documentation does not say', async () => {
    scripted.model.replies = ['Kettles are lovely things that everybody should own two of.'];
    const events = await Array.fromAsync(caller.stream(UNANSWERED));
    expect(events.map(({ event }) => event)).not.toContain('token');
    const { data } = events.at(-1)!;
    expect(data).toMatchObject({ abstained: true, citations: [], finish_reason: 'stop' });
    expect(data.searched).toContainEqual(expect.stringContaining(UNANSWERED));
    expect(data.answer).toMatch(/^The indexed documentation does not answer this/);
  });

  it('are understood from the one before, in their session only', async () => {
    const { session_id } = await caller.ask(QUESTION);
    scripted.model.replies = [TIMEOUT];
    const followUp = 'And what is its timeout by default?';
    const inside = await caller.ask(followUp, { session_id });
    expect(inside).toMatchObject({ session_id, citations: [{ anchor: 'timeouts' }] });
    expect(inside.steps[1].arguments.query).toContain('the body of a request with kettle 3');
    const outside = await caller.ask(followUp);
    expect(outside.session_id).not.toBe(session_id);
    expect(outside.steps[1].arguments.query).toBe(followUp);
  });

  it('stay within the source and version that they are asked of', async () => {
    scripted.model.replies = ['There is no validation of the body of a request.'];
    const question = 'Is there validation of the body of a request?';
    const old = await caller.ask(question, { source: 'kettle', version: '2.1.0' });
    expect(old.citations).toMatchObject([{ source: 'kettle', version: '2.1.0' }]);
    expect(scripted.model.prompts[0]).toContain('kettle@2.1.0');
    expect(scripted.model.prompts[0]).not.toContain('kettle@3.0.0');
    scripted.model.replies = [TIMEOUT];
    const other = await caller.ask('What is `boilTimeout` by default?', { source: '@cups/saucer' });
    expect(other).toMatchObject({ abstained: true, citations: [] });
    expect(JSON.stringify(other.steps)).not.toContain('5000');
  });

  it('about sums, the time and what is indexed need no model', async () => {
    await scripted.model.stop();
    const sum = await caller.ask('What is (3 + 4) * 2?');
    expect(sum).toMatchObject({ answer: '(3 + 4) * 2 = 14', usage: { model_calls: 0 } });
    expect((await caller.ask('Which packages are indexed?')).answer).toContain('@cups/saucer@1.4.0');
    const events = await Array.fromAsync(caller.stream('¿Cuánto es 1024 * 1.5?'));
    expect(events.at(-1)!.data.answer).toBe('1024 * 1.5 = 1536');
    await scripted.model.start();
    expect((await caller.ask(QUESTION)).citations).toMatchObject([CITED]);
  });

  it('stop the model when nobody waits for the answer any more', async () => {
    const hasty = await startServiceWith(scripted.model, { LINGER_MS: '0' });
    scripted.model.holdAt = 'validates';
    const before = scripted.model.abandoned;
    for await (const { event } of (await hasty.visitor()).stream(QUESTION)) if (event === 'tool_result') break;
    await expect.poll(() => scripted.model.abandoned, { timeout: 10_000 }).toBe(before + 1);
    scripted.model.holdAt = undefined;
    await hasty.close();
  });
});
