import { setTimeout as sleep } from 'node:timers/promises';
import { ScriptedModelServer, serverEvents } from '@pareto/contract-tests';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Client } from './client.ts';
import { pdfOf } from './pdf.ts';
import { startService, type TestService } from './service.ts';
import { onEachStore } from './stores.ts';

const HANDBOOK = [
  'Welcome to the cooperative. This handbook tells you how we work together.',
  'Employees have 23 days of annual leave a year. Up to five unused days may be carried over into the next year.',
  'Sick leave must be reported before 10:00 on the first day.',
];
const QUESTION = 'How many unused days of annual leave may be carried over?';

onEachStore('questions over HTTP', (environment) => {
  const model = new ScriptedModelServer();
  let service: TestService;
  let caller: Client;
  let id: string;
  beforeAll(async () => {
    await model.start();
    service = await startService({
      ...environment(),
      LLM_BASE_URL: model.baseUrl,
      LLM_MODEL: 'scripted',
      LLM_SERVER: 'openai',
    });
    caller = await service.visitor();
    id = await caller.add('handbook.pdf', await pdfOf(HANDBOOK));
  }, 60_000);
  beforeEach(() => {
    model.prompts.length = 0;
    model.delayMs = 0;
    model.replies = ['Up to five unused days may be carried over.'];
  });
  afterAll(async () => {
    await service?.close();
    await model.stop();
  });

  const ask = async (question: string, options: object = {}, by = caller) =>
    (await by.call('POST', '/v1/ask', { question, ...options })).body;

  it('answers with the page, its lines and the state of the index', async () => {
    const answer = await ask(QUESTION);
    expect(answer).toMatchObject({ abstained: false, degraded: false, extractive: false, question: QUESTION });
    expect(answer.answer).toBe('Up to five unused days may be carried over.');
    const [citation] = answer.citations;
    expect(citation).toMatchObject({ document_id: id, document_name: 'handbook.pdf', page: 2, supported: true });
    const page = await caller.call('GET', `/v1/documents/${id}/pages/2`);
    expect(page.body.text.replace(/\s+/g, ' ')).toContain(citation.quote.replace(/\s+/g, ' '));
    expect(page.body.lines.map(({ box }: { box: object }) => box)).toEqual(expect.arrayContaining(citation.boxes));
    expect(citation.boxes.length).toBeGreaterThan(0);
    expect(answer.index_version).toBe((await caller.retrieve(QUESTION)).body.index_version);
    // Asked twice: how likely it declines, and for the answer.
    expect(answer.usage).toEqual({ prompt_tokens: 200, completion_tokens: 20 });
    expect(model.prompts).toHaveLength(2);
    for (const prompt of model.prompts) expect(prompt).toContain('Up to five unused days');
  });

  it('links to the file so that a browser opens it, and nothing else', async () => {
    const [{ url }] = (await ask(QUESTION)).citations;
    expect(url).toMatch(new RegExp(`^/v1/documents/${id}/file\\?token=[\\w.-]+#page=2$`));
    const open = (path: string) => fetch(`${service.url}${path}`);
    const file = await open(url);
    expect(file.status).toBe(200);
    expect(file.headers.get('content-type')).toBe('application/pdf');
    await file.body?.cancel();
    const [, token] = /token=([\w.-]+)/.exec(url)!;
    const other = await caller.add('other.pdf', await pdfOf(['The lamp of the other page is green.']));
    const told = async (path: string) => {
      const answer = await open(path);
      const { instance: _, ...body } = (await answer.json()) as { instance: string };
      return { status: answer.status, body };
    };
    const nobodys = await told(`/v1/documents/${'f'.repeat(32)}/file?token=${token}`);
    expect(nobodys).toMatchObject({ status: 404, body: { code: 'document_not_found' } });
    for (const path of [
      `/v1/documents/${id}/file`,
      `/v1/documents/${id}/file?token=${token!.slice(0, -2)}`,
      `/v1/documents/${other}/file?token=${token}`,
      `/v1/documents/${id}?token=${token}`,
      `/v1/documents/${id}/pages/1?token=${token}`,
    ]) {
      expect(await told(path)).toEqual(nobodys);
    }
    await caller.call('DELETE', `/v1/documents/${other}`);
  });

  it('strikes what no page bears out', async () => {
    model.replies = ['Up to five unused days may be carried over. The rest, 18 days, is paid in gold.'];
    const answer = await ask(QUESTION);
    expect(answer.answer).toBe('Up to five unused days may be carried over.');
    // Not in ids, which are random.
    const { citations, sentences } = answer;
    const quotes = citations.map(({ quote }: { quote: string }) => quote);
    expect(JSON.stringify([sentences, quotes])).not.toMatch(/gold|18/);
  });

  it('tells of each sentence when it has been checked', async () => {
    const body = JSON.stringify({ question: QUESTION, stream: true });
    const headers = { ...caller.headers, 'content-type': 'application/json' };
    const events = await serverEvents(await fetch(`${service.url}/v1/ask`, { method: 'POST', headers, body }));
    expect(events.map(({ event }) => event)).toEqual(['retrieval', 'writing', 'citation', 'sentence', 'done']);
    expect(events[0]!.data.passages[0]).toMatchObject({ document_id: id, page: 2 });
    expect(events[3]!.data).toMatchObject({ text: 'Up to five unused days may be carried over.', supported: true });
    expect(events[4]!.data).toMatchObject({ abstained: false, citations: [{ page: 2 }] });
  });

  it('refuses what the documents do not tell', async () => {
    model.replies = ['Tungsten melts at 3422 degrees.'];
    const answer = await ask('At which temperature does tungsten melt?');
    expect(answer).toMatchObject({ abstained: true, citations: [], sentences: [] });
    expect(answer.reason).toEqual(expect.any(String));
    expect(answer.answer).not.toContain('3422');
  });

  it('has nothing to say without documents', async () => {
    const stranger = await service.visitor();
    expect(await ask(QUESTION, {}, stranger)).toMatchObject({ abstained: true, reason: 'no_documents', citations: [] });
    expect(model.prompts).toEqual([]);
  });

  it("shows the model no other tenant's words", { timeout: 20_000 }, async () => {
    const stranger = await service.visitor();
    await stranger.add('other.pdf', await pdfOf(['Unused days of annual leave cannot be carried over here.']));
    await ask(QUESTION, {}, stranger);
    const strangers = model.prompts.splice(0);
    await ask(QUESTION);
    expect([strangers.length, model.prompts.length]).toEqual([2, 2]);
    for (const prompt of strangers) expect(prompt).not.toContain('Up to five');
    for (const prompt of model.prompts) expect(prompt).not.toContain('cannot be carried');
  });

  it('understands a question from the one before it, in one conversation only', async () => {
    await ask(QUESTION, { session_id: 'a' });
    const followUp = 'And is that per year?';
    const inside = await ask(followUp, { session_id: 'a' });
    expect(inside).toMatchObject({ session_id: 'a' });
    expect(inside.question).toContain('annual leave');
    expect((await ask(followUp, { session_id: 'b' })).question).toBe(followUp);
    expect((await ask(followUp)).question).toBe(followUp);
    // The name of a conversation says nothing to another tenant.
    const stranger = await service.visitor();
    expect((await ask(followUp, { session_id: 'a' }, stranger)).question).toBe(followUp);
  });

  it('quotes when the model server is down, and writes again when it is back', { timeout: 30_000 }, async () => {
    await model.stop();
    const degraded = await ask(QUESTION);
    expect(degraded).toMatchObject({ degraded: true, extractive: true, abstained: false });
    expect(degraded.answer).toContain('Up to five unused days may be carried over');
    expect(degraded.citations[0]).toMatchObject({ document_id: id, page: 2, supported: true });
    expect((await caller.passages(QUESTION))[0]).toMatchObject({ page: 2 });
    await model.start();
    expect(await ask(QUESTION)).toMatchObject({ degraded: false, extractive: false });
  });

  it('stops the model when the caller leaves', { timeout: 20_000 }, async () => {
    model.delayMs = 50;
    model.replies = ['word '.repeat(200)];
    const before = model.abandoned;
    const controller = new AbortController();
    const answer = fetch(`${service.url}/v1/ask`, {
      method: 'POST',
      headers: { ...caller.headers, 'content-type': 'application/json' },
      body: JSON.stringify({ question: QUESTION }),
      signal: controller.signal,
    });
    while (model.prompts.length === 0) await sleep(10);
    controller.abort();
    await expect(answer).rejects.toThrow();
    while (model.abandoned === before) await sleep(10);
  });
});
