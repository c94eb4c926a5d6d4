import { describe, expect, it } from 'vitest';
import { hasModels, sharedService, startService } from './service.ts';

const TICKETS = {
  billing: 'I was charged twice for one order, can I have one payment back?',
  delivery: 'My parcel has not arrived yet, where is it?',
  login: 'I forgot my password and the reset mail does not come',
};
const LABELS = Object.keys(TICKETS) as (keyof typeof TICKETS)[];

describe.skipIf(!hasModels)('POST /v1/classify/batch (needs model files)', () => {
  const shared = sharedService();

  it('gives results in the order of the items, as a ticket alone gets them', async () => {
    const items = Array.from({ length: 130 }, (_, i) => ({ id: String(i), body: TICKETS[LABELS[i % 3]!] }));
    const { status, body } = await shared.client.post('/v1/classify/batch', { items, top_k: 2 });
    expect(status).toBe(200);
    expect(body.results.map((result: { id: string }) => result.id)).toEqual(items.map(({ id }) => id));
    expect(body.results.map((result: { label: string }) => result.label)).toEqual(items.map((_, i) => LABELS[i % 3]));
    const alone = await shared.client.post('/v1/classify', { body: TICKETS.login, top_k: 2 });
    const { took_ms: _, ...answer } = alone.body;
    expect(body.results[2]).toEqual({ id: '2', ...answer });
  });

  it('gives a bad item a problem and the others their answers', async () => {
    const items = [
      { id: 'good', body: TICKETS.login },
      { id: 'empty', body: ' ' },
      { id: 7, subject: 5, body: 'x' },
      'no object',
      { body: TICKETS.login },
      { id: 'large', body: 'x'.repeat(100_001) },
      { id: 'last', body: TICKETS.billing },
    ];
    const { status, body } = await shared.client.post('/v1/classify/batch', { items });
    expect(status).toBe(200);
    expect(body.results).toMatchObject([
      { id: 'good', label: 'login' },
      { id: 'empty', problem: { status: 400, code: 'ticket_empty' } },
      { id: 7, problem: { status: 400, code: 'request_invalid', param: 'subject' } },
      { id: null, problem: { status: 400, code: 'request_invalid' } },
      { id: null, problem: { status: 400, code: 'request_invalid', param: 'id' } },
      { id: 'large', problem: { status: 413, code: 'ticket_too_large' } },
      { id: 'last', label: 'billing' },
    ]);
  });

  it('takes 1,000 tickets and refuses 1,001 with 413', async () => {
    const items = Array.from({ length: 1_000 }, (_, i) => ({ id: i, body: TICKETS.login }));
    const { status, body } = await shared.client.post('/v1/classify/batch', { items });
    expect(status).toBe(200);
    expect(body.results).toHaveLength(1_000);
    const more = await shared.client.post('/v1/classify/batch', { items: [...items, { id: 1_000, body: 'x' }] });
    expect([more.status, more.body.code]).toEqual([413, 'batch_too_large']);
    expect((await shared.client.post('/v1/classify/batch', { items: [] })).status).toBe(400);
  });

  it('answers for an unknown model with 404', async () => {
    const { status, body } = await shared.client.post('/v1/classify/batch', {
      items: [{ id: 1, body: 'x' }],
      model: 'no',
    });
    expect([status, body.code]).toEqual([404, 'model_not_found']);
  });

  it('turns tickets away at once when too many are being classified', async () => {
    const { client } = await startService({ QUEUE_TICKETS: '100' });
    const items = Array.from({ length: 100 }, (_, i) => ({
      id: i,
      body: `${TICKETS.login} ${i} egg whites`.repeat(20),
    }));
    const [first, second] = await Promise.all([
      client.post('/v1/classify/batch', { items }),
      client.post('/v1/classify/batch', { items }),
    ]);
    const answers = [first, second].sort((a, b) => a.status - b.status);
    expect(answers.map(({ status }) => status)).toEqual([200, 429]);
    expect(answers[1]!.body.code).toBe('queue_full');
    expect(answers[1]!.headers.get('retry-after')).toBe('1');
    expect((await client.post('/v1/classify', { body: TICKETS.login })).status).toBe(200);
  });
});
