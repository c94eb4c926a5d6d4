import { describe, expect, it } from 'vitest';
import { OUTAGE, UNRELATED } from './outage.ts';
import { hasModels, startService } from './service.ts';

describe.skipIf(!hasModels)('GET /v1/incidents (needs model files)', { timeout: 60_000 }, () => {
  it('tells of a burst of alike tickets among others, whichever way they came, and nothing of their words', async () => {
    const { client } = await startService();
    const began = Date.now();
    for (const body of [UNRELATED[0]!, ...OUTAGE.slice(0, 3)]) await client.post('/v1/classify', { body });
    expect((await client.get('/v1/incidents')).body.incidents).toEqual([]);
    const items = [...OUTAGE.slice(3), ...UNRELATED.slice(1)].map((body, id) => ({ id, body }));
    const { results } = (await client.post('/v1/classify/batch', { items })).body;
    const { status, body } = await client.get('/v1/incidents');
    expect(status).toBe(200);
    expect(body).toMatchObject({ window_ms: 900_000, tickets: 5 });
    expect(body.incidents).toEqual([
      {
        id: expect.any(String),
        model: 'small-desk',
        label: results[0].abstained ? null : results[0].label,
        count: 5,
        first_seen: expect.any(String),
        last_seen: expect.any(String),
        rate_per_minute: 5,
      },
    ]);
    const [{ first_seen: first, last_seen: last }] = body.incidents;
    expect(Date.parse(first)).toBeGreaterThanOrEqual(began);
    expect(Date.parse(last)).toBeGreaterThanOrEqual(Date.parse(first));
    expect(Date.parse(last)).toBeLessThanOrEqual(Date.now());
    expect(JSON.stringify(body)).not.toMatch(/payment|502/);
  });

  it('tells of none where tickets have nothing in common, or no words', async () => {
    const { client } = await startService();
    const items = [...UNRELATED, ...Array<string>(6).fill(' ')].map((body, id) => ({ id, body }));
    await client.post('/v1/classify/batch', { items });
    const { status, body } = await client.get('/v1/incidents');
    expect([status, body.incidents]).toEqual([200, []]);
  });

  it('counts within the window that is configured, and lets an incident end', async () => {
    const { client } = await startService({ INCIDENT_WINDOW_MS: '4000', INCIDENT_TICKETS: '3' });
    for (const body of OUTAGE.slice(0, 3)) await client.post('/v1/classify', { body });
    expect((await client.get('/v1/incidents')).body).toMatchObject({
      window_ms: 4_000,
      tickets: 3,
      incidents: [{ count: 3 }],
    });
    await expect.poll(async () => (await client.get('/v1/incidents')).body.incidents, { timeout: 20_000 }).toEqual([]);
  });
});
