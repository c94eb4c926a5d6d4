import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addVersion, setAliases, temporaryFolder } from './bundles.ts';
import { Client, hasModels, KEY, smallRegistry } from './service.ts';
import { serviceProcess } from './service-process.ts';

const WORD = 'plesiothing';

describe.skipIf(!hasModels)('the log (needs model files)', () => {
  it('says what happened, and nothing of what people wrote', { timeout: 60_000 }, async () => {
    const registry = smallRegistry();
    const environment = { DATA_DIR: temporaryFolder(), REGISTRY_DIR: registry, LOG_LEVEL: 'trace' };
    // The chat model is down, which is asked of tickets out of scope.
    const service = await serviceProcess({ ...environment, LLM_BASE_URL: 'http://127.0.0.1:9/v1' });
    await service.start();
    const client = new Client(service.url);
    const ticket = { subject: WORD, body: `Where is my ${WORD}?` };
    for (const body of [
      ticket,
      { body: `Beat the ${WORD} until stiff.` },
      { body: `${WORD} `.repeat(20_000) },
      { body: [WORD] },
    ]) {
      await client.post('/v1/classify', body);
    }
    await client.post('/v1/classify/batch', {
      items: [{ id: WORD, ...ticket }, WORD, { id: 1, body: { text: WORD } }],
    });
    const email = `Subject: ${WORD}\r\n\r\nWhere is my ${WORD}?`;
    await client.call('POST', `/v1/classify?model=${WORD}`, email, { 'content-type': 'message/rfc822' });
    await client.call('POST', '/v1/classify', `{"body":"${WORD}`, { 'content-type': 'application/json' });
    const { body } = await client.post('/v1/feedback', { ticket, predicted: WORD, correct: 'delivery' });
    await client.post('/v1/feedback', { ticket, predicted: 'delivery', correct: WORD });
    await client.withKey('GET', '/v1/feedback/export');
    await client.call('DELETE', `/v1/feedback/${body.id}`);
    writeFileSync(join(addVersion(registry, 2), 'adapter.safetensors'), WORD);
    setAliases(registry, { champion: 2 });
    await expect.poll(async () => (await client.model()).degraded, { timeout: 10_000 }).toBe(true);
    await service.stop();
    expect(service.log).toContain('"route":"/v1/classify"');
    expect(service.log).toContain('model_untrusted');
    for (const secret of [WORD, KEY]) expect(service.log).not.toContain(secret);
  });
});
