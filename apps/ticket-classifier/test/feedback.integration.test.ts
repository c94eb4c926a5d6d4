import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from './bundles.ts';
import { Client, hasModels, smallRegistry, startService } from './service.ts';
import { serviceProcess } from './service-process.ts';

const TICKET = {
  subject: 'Card',
  body: 'Why is there a fee on my receipt from plesiothing?\n\nRegards,\nAna\n555-010-2345',
};
const FEEDBACK = { ticket: TICKET, predicted: 'delivery', correct: { category: 'billing', priority: 'normal' } };
const EXPORT = '/v1/feedback/export';

function linesOf(body: string) {
  return body
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/** Files below a folder that hold a text. */
function filesHolding(folder: string, text: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => existsSync(path) && readFileSync(path).includes(text));
}

describe.skipIf(!hasModels)('feedback (needs model files)', () => {
  it('is exported as training data, cleaned, with a field for each head', async () => {
    const { client } = await startService();
    const first = await client.post('/v1/feedback', { ...FEEDBACK, correct: 'billing' });
    expect(first.status).toBe(201);
    expect(Date.parse(first.body.expires_at)).toBeGreaterThan(Date.now() + 364 * 86_400_000);
    const second = await client.withKey('POST', '/v1/feedback', { ...FEEDBACK, ticket: 'No parcel', version: 7 });
    const exported = await client.withKey('GET', EXPORT);
    expect(exported.headers.get('content-type')).toBe('application/x-ndjson');
    const [one, two] = linesOf(exported.body);
    expect(one).toMatchObject({
      id: first.body.id,
      category: 'billing',
      priority: null,
      model: 'small-desk',
      version: 1,
    });
    expect(one.text).toContain('plesiothing');
    expect(one.text).not.toMatch(/Ana|555/);
    expect(one).toMatchObject({ predicted: { category: 'delivery' }, sender: null });
    expect(two).toMatchObject({
      id: second.body.id,
      text: 'No parcel',
      priority: 'normal',
      version: 7,
      sender: 'tester',
    });
  });

  it('is exported to who has a key only, also where none is configured', async () => {
    for (const environment of [{ API_KEYS: 'tester:another-key' }, { API_KEYS: '' }]) {
      const { client } = await startService(environment);
      const { status, body } = await client.get(EXPORT);
      expect([status, body.code]).toEqual([401, 'api_key_required']);
    }
  });

  it('of an empty ticket, an unknown model or an unknown label is refused, with the labels that there are', async () => {
    const { client } = await startService();
    const empty = await client.post('/v1/feedback', { ...FEEDBACK, ticket: { body: ' ' } });
    expect([empty.status, empty.body.code]).toEqual([400, 'ticket_empty']);
    const large = await client.post('/v1/feedback', { ...FEEDBACK, ticket: 'x'.repeat(100_001) });
    expect([large.status, large.body.code]).toEqual([413, 'ticket_too_large']);
    const model = await client.post('/v1/feedback', { ...FEEDBACK, model: 'nobody' });
    expect([model.status, model.body.code]).toEqual([404, 'model_not_found']);
    const label = await client.post('/v1/feedback', { ...FEEDBACK, correct: 'biling' });
    expect([label.status, label.body.code]).toEqual([400, 'label_unknown']);
    expect(label.body.detail).toContain('billing, delivery, login');
    const head = await client.post('/v1/feedback', { ...FEEDBACK, correct: { colour: 'blue' } });
    expect([head.status, head.body.code]).toEqual([400, 'label_unknown']);
    expect((await client.post('/v1/feedback', { ...FEEDBACK, correct: {} })).status).toBe(400);
    expect((await client.withKey('GET', EXPORT)).body).toBe('');
  });

  it('is full at its limit, and takes more when some was deleted', async () => {
    const { client } = await startService({ FEEDBACK_ROWS: '1' });
    const { body } = await client.post('/v1/feedback', FEEDBACK);
    const more = await client.post('/v1/feedback', FEEDBACK);
    expect([more.status, more.body.code]).toEqual([429, 'feedback_full']);
    await client.call('DELETE', `/v1/feedback/${body.id}`);
    expect((await client.post('/v1/feedback', FEEDBACK)).status).toBe(201);
  });

  it('is in no file any more when it was deleted', async () => {
    const { client, dataDir } = await startService();
    const { body } = await client.post('/v1/feedback', FEEDBACK);
    expect(filesHolding(dataDir, 'plesiothing')).not.toEqual([]);
    expect((await client.call('DELETE', `/v1/feedback/${body.id}`)).status).toBe(204);
    expect(filesHolding(dataDir, 'plesiothing')).toEqual([]);
    const again = await client.call('DELETE', `/v1/feedback/${body.id}`);
    expect([again.status, again.body.code]).toEqual([404, 'feedback_not_found']);
  });

  it('that was acknowledged is there after the process was killed', { timeout: 60_000 }, async () => {
    const service = await serviceProcess({ DATA_DIR: temporaryFolder(), REGISTRY_DIR: smallRegistry() });
    await service.start();
    const client = new Client(service.url);
    const acknowledged: string[] = [];
    const sending = Array.from({ length: 4 }, async () => {
      for (;;) {
        const answer = await client.post('/v1/feedback', FEEDBACK).catch(() => undefined);
        if (!answer) return;
        acknowledged.push(answer.body.id);
        if (acknowledged.length === 60) await service.kill();
      }
    });
    await Promise.all(sending);
    await service.start();
    const kept = linesOf((await client.withKey('GET', EXPORT)).body).map(({ id }) => id);
    expect(acknowledged.length).toBeGreaterThanOrEqual(60);
    expect(acknowledged.filter((id) => !kept.includes(id))).toEqual([]);
    await service.stop();
  });
});
