import { ComposeProject, findDocker } from '@pareto/contract-tests';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const docker = findDocker(process.env.DOCKER_CLI);
const KEY = 'a-key-for-this-test';
const HEADERS = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };

describe.skipIf(!docker)('the image and its compose service (needs a Docker engine)', () => {
  let project: ComposeProject;
  // The small model: what is tested here is the image, and the default model is a gigabyte.
  beforeAll(() => {
    const environment = {
      ...process.env,
      MODEL: 'smollm2-135m-instruct-q4_1',
      SLOTS: '1',
      THREADS: '1',
      CONTEXT_LENGTH: '4096',
      DOCS_PACKAGES: 'fastify,@fastify/rate-limit',
      DOCS_AGENT_API_KEYS: `tester:${KEY}`,
    };
    project = new ComposeProject(docker!, 'docs-agent', environment, ['text-generation']);
    return project.start();
  }, 900_000);

  afterAll(() => project?.remove(), 60_000);

  it('reads the packages of the image, and keeps a conversation when it is killed', async () => {
    const { sources } = await call('GET', '/v1/sources');
    expect(sources).toMatchObject([
      { name: '@fastify/rate-limit', status: 'ready' },
      { name: 'fastify', status: 'ready' },
    ]);
    const first = await call('POST', '/v1/ask', { question: 'What does setErrorHandler of fastify do?' });
    // Whether so small a model answers or declines is its own affair: that it was asked, after what was read, is ours.
    expect(first.usage.model_calls).toBeGreaterThan(0);
    expect(first.steps).toContainEqual(expect.objectContaining({ kind: 'tool', tool: 'search_docs', status: 'ok' }));

    await project.kill();
    await project.up();
    const { session_id: session } = first;
    expect(await call('GET', `/v1/sessions/${session}`)).toMatchObject({
      runs: [{ id: first.run_id, status: 'done' }],
    });
    const second = await call('POST', '/v1/ask', { question: 'What is 6 * 7?', session_id: session });
    expect(second).toMatchObject({ answer: expect.stringContaining('42'), session_id: session });
  }, 240_000);

  it('compiles a snippet against the typings of the image', async () => {
    const previews: string[] = [];
    for (const method of ['setErrorHandler', 'setErrorHandlers']) {
      const code = `import fastify from 'fastify';\nconst app = fastify();\napp.${method}(() => 'cold');`;
      const question = `Does this compile with fastify?\n\`\`\`ts\n${code}\n\`\`\``;
      const { steps } = await call('POST', '/v1/ask', { question });
      const step = steps.find(({ tool }: { tool?: string }) => tool === 'check_typescript');
      expect(step).toMatchObject({ kind: 'tool', status: 'ok' });
      previews.push(step.result_preview);
    }
    expect(previews).toEqual(['It compiles.', expect.stringMatching(/^It does not compile:\nline 3: TS2551 /)]);
  }, 240_000);

  it('runs without root and cannot write to its own files', async () => {
    expect(await project.inside('id', '-u')).not.toBe('0');
    await expect(project.inside('touch', '/app/x')).rejects.toThrow(/Read-only/);
  }, 30_000);

  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, and the test fails where one differs
  async function call(method: string, path: string, body?: object): Promise<any> {
    const answer = await fetch(project.url + path, {
      method,
      headers: HEADERS,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    expect(answer.status).toBe(200);
    return answer.json();
  }
});
