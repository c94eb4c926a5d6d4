import { ComposeProject, findDocker } from '@pareto/contract-tests';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const docker = findDocker(process.env.DOCKER_CLI);
const KEY = 'a-key-for-this-test';
const TICKET = {
  subject: 'Pump down',
  body: 'The booster pump on level B2 tripped and shows E17. We have no water, please send someone now.',
};

describe.skipIf(!docker)('the image and its compose service (needs a Docker engine)', () => {
  let project: ComposeProject;
  beforeAll(() => {
    const environment = { ...process.env, TICKET_CLASSIFIER_API_KEYS: `tester:${KEY}` };
    project = new ComposeProject(docker!, 'ticket-classifier', environment);
    return project.start();
  }, 900_000);
  afterAll(() => project?.remove(), 60_000);

  it('labels a ticket with the bundles of the image, and still does after it was killed, with its feedback', async () => {
    const answer = await call('POST', '/v1/classify', TICKET);
    expect(answer).toMatchObject({ model: { name: 'support-desk' }, degraded: false });
    const feedback = { ticket: TICKET, predicted: answer.label, correct: answer.label };
    const { id } = await call('POST', '/v1/feedback', feedback);
    await project.kill();
    await project.up();
    expect(await call('POST', '/v1/classify', TICKET)).toMatchObject({ label: answer.label });
    const headers = { authorization: `Bearer ${KEY}` };
    const exported = await fetch(`${project.url}/v1/feedback/export`, { headers });
    expect(await exported.text()).toContain(id);
  }, 180_000);

  it('runs without root and cannot write to its own files', async () => {
    expect(await project.inside('id', '-u')).not.toBe('0');
    await expect(project.inside('touch', '/app/x')).rejects.toThrow(/Read-only/);
  });

  async function call(method: string, path: string, body: object) {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(project.url + path, { method, headers, body: JSON.stringify(body) });
    return (await answer.json()) as { id: string; label: string };
  }
});
