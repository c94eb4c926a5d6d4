import { ComposeProject, findDocker } from '@pareto/contract-tests';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pdfOf } from './pdf.ts';

const docker = findDocker(process.env.DOCKER_CLI);
const KEY = 'a-key-for-this-test';
const HEADERS = { authorization: `Bearer ${KEY}` };

describe.skipIf(!docker)('the image and its compose service (needs a Docker engine)', () => {
  let project: ComposeProject;
  // The small model: what is tested here is the image, and the default model is a gigabyte.
  beforeAll(() => {
    const environment = {
      ...process.env,
      MODEL: 'smollm2-135m-instruct-q4_1',
      SLOTS: '1',
      THREADS: '1',
      CONTEXT_LENGTH: '2048',
      SAMPLES: 'off',
      RAG_ASSISTANT_API_KEYS: `tester:${KEY}`,
    };
    project = new ComposeProject(docker!, 'rag-assistant', environment, ['text-generation']);
    return project.start();
  }, 900_000);

  afterAll(() => project?.remove(), 60_000);

  it('takes a PDF, answers from it, and still does after it was killed', async () => {
    const form = new FormData();
    const pdf = await pdfOf(['The ferry to Ardvreck leaves at 07:40 from pier nine.']);
    form.append('file', new Blob([new Uint8Array(pdf)]), 'ferry.pdf');
    const uploaded = await fetch(`${project.url}/v1/documents`, { method: 'POST', headers: HEADERS, body: form });
    expect(uploaded.status).toBe(202);
    const { documents } = (await uploaded.json()) as { documents: [{ id: string }] };
    await ready(documents[0].id);
    await expectAnswer();

    await project.kill();
    await project.up();
    await expectAnswer();
  }, 240_000);

  it('runs without root and cannot write to its own files', async () => {
    expect(await project.inside('id', '-u')).not.toBe('0');
    await expect(project.inside('touch', '/app/x')).rejects.toThrow(/Read-only/);
  });

  async function ready(id: string): Promise<void> {
    const events = await fetch(`${project.url}/v1/documents/${id}/events`, { headers: HEADERS });
    expect(await events.text()).toContain('event: ready');
  }

  /** Whether so small a model answers or declines is its own affair: that it was asked, and from what page, is ours. */
  async function expectAnswer(): Promise<void> {
    const question = 'From which pier does the ferry to Ardvreck leave?';
    const found = await post('/v1/retrieve', { question });
    expect(found).toMatchObject({ passages: [{ document_name: 'ferry.pdf', page: 1 }] });
    const before = await generations();
    expect(await post('/v1/ask', { question })).toMatchObject({ degraded: false });
    await expect.poll(generations, { timeout: 10_000 }).toBe(before + 1);
  }

  /** How many the model server has begun, whatever became of them. */
  async function generations(): Promise<number> {
    const metrics = "fetch('http://text-generation:8085/metrics').then((r) => r.text()).then(console.log)";
    const counted = (await project.inside('node', '-e', metrics)).matchAll(
      /^gen_ai_server_requests_total\{.*\} (\d+)/gm,
    );
    return [...counted].reduce((sum, [, count]) => sum + Number(count), 0);
  }

  async function post(path: string, body: object): Promise<unknown> {
    const headers = { ...HEADERS, 'content-type': 'application/json' };
    const answer = await fetch(project.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    return answer.json();
  }
});
