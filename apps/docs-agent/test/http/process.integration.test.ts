import { ScriptedModelServer, type ServerEvent } from '@pareto/contract-tests';
import type { ServerProcess } from '@pareto/contract-tests/app-process';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { untilIndexed, visitor } from './client.ts';
import { hasModels } from './environment.ts';
import { SampleProject } from './project.ts';
import { serviceProcess } from './service-process.ts';
import { TestFolder } from './test-folder.ts';
import { QUESTION, ROUTES, TIMEOUT } from './texts.ts';

const KEY = 'key-of-ana-in-the-log';

describe.skipIf(!hasModels)('the service as a process (needs model files)', { timeout: 30_000 }, () => {
  const model = new ScriptedModelServer();
  let project: SampleProject;
  let data: TestFolder;
  let service: ServerProcess;
  beforeAll(() => model.start());
  beforeEach(async () => {
    model.holdAt = undefined;
    project = new SampleProject();
    data = new TestFolder('docs');
    service = await serviceProcess({
      LOG_LEVEL: 'trace',
      API_KEYS: `ana:${KEY}`,
      LLM_BASE_URL: model.baseUrl,
      DOCS_PROJECT: project.folder,
      DATA_DIR: data.folder,
    });
    await service.start();
    await untilIndexed(service.url);
  }, 60_000);
  afterEach(async () => {
    await service?.kill();
    data.remove();
    project.remove();
  });
  afterAll(() => model.stop());

  it('goes on with an answer after it was killed in the middle', async () => {
    model.replies = [`${ROUTES} ${TIMEOUT}`];
    model.holdAt = 'milliseconds';
    const caller = await visitor(service.url);
    const before = await caller.sources();
    const seen: ServerEvent[] = [];
    for await (const event of caller.stream(QUESTION)) {
      seen.push(event);
      if (event.event === 'token') break;
    }
    await service.kill();
    model.holdAt = undefined;
    await service.start();
    expect(await caller.sources()).toEqual(before);
    const { run_id } = seen[0]!.data;
    const all = [...seen, ...(await Array.fromAsync(caller.resume(run_id, seen.at(-1)!.id)))];
    expect(all.map(({ id }) => id)).toEqual(all.map((_, i) => `${run_id}/${i + 1}`));
    const text = all.flatMap(({ event, data: { text } }) => (event === 'token' ? [text] : [])).join('');
    expect(all.at(-1)).toMatchObject({ event: 'done', data: { abstained: false, answer: text.trim() } });
    expect(text).toContain('5000');
  });

  it('logs what happened, and nothing of what people wrote', async () => {
    const word = 'plesiothing';
    const said = 'quoth the kettle';
    model.replies = [`${ROUTES} ${said} of it.`];
    const caller = await visitor(service.url);
    const question = `How does a ${word} validate the body of a request with kettle 3?`;
    const { session_id } = await caller.ask(question);
    await Array.fromAsync(caller.stream(question, { session_id }));
    await caller.ask(`Remember that a ${word} is hungry.`);
    await caller.ask(`Which ${word}?`);
    const messages = [{ role: 'user', content: question }];
    expect((await caller.call('POST', '/v1/chat/completions', { messages })).status).toBe(200);
    await caller.call('GET', `/v1/pages?source=kettle&path=${word}`);
    await caller.call('GET', `/v1/sessions/${word}`);
    await caller.call('POST', '/v1/ask', { question: word.repeat(1_000) });
    await caller.call('POST', '/v1/ask', `{"question": "${word}`);
    await caller.call('GET', '/v1/gaps', undefined, { authorization: `Bearer ${KEY}` });
    // The model server is down, before an answer and in the middle of one.
    model.replies = [`${ROUTES} ${said} of it.`];
    model.holdAt = 'of';
    for await (const { event } of caller.stream(question)) if (event === 'tool_result') await model.stop();
    expect((await caller.call('POST', '/v1/ask', { question })).status).toBe(503);
    await model.start();
    await caller.call('DELETE', `/v1/sessions/${session_id}`);
    await service.stop();
    expect(service.log).toContain('"indexed"');
    expect(service.log).toContain('"route":"/v1/ask"');
    expect(service.log).toContain('chat_model_failed');
    expect(service.log).toContain('stopping');
    for (const secret of [word, said, KEY, caller.headers['x-session-token']!, 'kettle.route']) {
      expect(service.log).not.toContain(secret);
    }
  });
});
