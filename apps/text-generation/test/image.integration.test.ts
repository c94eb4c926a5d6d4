import { ComposeProject, findDocker } from '@pareto/contract-tests';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const docker = findDocker(process.env.DOCKER_CLI);
const MODEL = 'smollm2-135m-instruct-q4_1';
const KEY = 'a-key-for-this-test';

describe.skipIf(!docker)('the image and its compose service (needs a Docker engine)', () => {
  // The small model: what is tested here is the image, and the default model is a gigabyte.
  let project: ComposeProject;
  beforeAll(() => {
    project = new ComposeProject(docker!, 'text-generation', {
      ...process.env,
      MODEL,
      SLOTS: '2',
      THREADS: '1',
      CONTEXT_LENGTH: '1024',
      API_KEYS: `tester:${KEY}`,
    });
    return project.start();
  }, 900_000);
  const client = () => new OpenAI({ baseURL: `${project.url}/v1`, apiKey: KEY, maxRetries: 0 });
  const request = {
    model: MODEL,
    messages: [{ role: 'user' as const, content: 'Say hello.' }],
    max_tokens: 8,
    temperature: 0,
  };

  afterAll(() => project?.remove(), 60_000);

  it('answers the official client, and again after it was killed', async () => {
    const first = await client().chat.completions.create(request);
    expect(first.choices[0]?.message.content).not.toBe('');
    await project.kill();
    await project.up();
    const again = await client().chat.completions.create(request);
    expect(again.choices[0]?.message.content).toBe(first.choices[0]?.message.content);
  }, 180_000);

  it('runs without root and cannot write to its own files', async () => {
    expect(await project.inside('id', '-u')).not.toBe('0');
    await expect(project.inside('touch', '/app/x')).rejects.toThrow(/Read-only/);
  });
});
