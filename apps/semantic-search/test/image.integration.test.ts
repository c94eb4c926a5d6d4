import { ComposeProject, findDocker } from '@pareto/contract-tests';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const docker = findDocker(process.env.DOCKER_CLI);

describe.skipIf(!docker)('the image and its compose service (needs a Docker engine)', () => {
  let project: ComposeProject;
  beforeAll(() => {
    project = new ComposeProject(docker!, 'semantic-search', { ...process.env, SAMPLE_PACKAGES: 'avvio' });
    return project.start();
  }, 900_000);
  afterAll(() => project?.remove(), 60_000);

  async function call(method: string, path: string, body: object) {
    const answer = await fetch(`${project.url}${path}`, {
      method,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
    return (await answer.json()) as { hits: { id: string; metadata: Record<string, unknown> }[] };
  }

  it('answers a question from the documentation of the packages in the image', async () => {
    const { hits } = await call('POST', '/v1/collections/npm-docs/search', {
      query: 'how do I register a plugin?',
      k: 3,
    });
    expect(hits[0]?.metadata.package).toBe('avvio');
  });

  it('runs without root and cannot write to its own files', async () => {
    expect(await project.inside('id', '-u')).not.toBe('0');
    await expect(project.inside('touch', '/app/x')).rejects.toThrow(/Read-only/);
  });

  it('loses nothing when it is killed and started again', async () => {
    await call('PUT', '/v1/collections/kept', {});
    await call('POST', '/v1/collections/kept/documents', {
      documents: [{ id: 'cat', text: 'Cats are small animals kept as pets.' }],
    });
    await project.kill();
    await project.up();
    const { hits } = await call('POST', '/v1/collections/kept/search', { query: 'kitten', engine: 'minilm' });
    expect(hits.map((hit) => hit.id)).toEqual(['cat']);
  }, 180_000);
});
