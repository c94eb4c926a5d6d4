import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type TestService } from './service.ts';

/** A port of this machine that nothing listens on. */
const NOWHERE = 'http://127.0.0.1:9/v1';

describe('a models file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pareto-models-'));
  let service: TestService;

  beforeAll(async () => {
    const file = join(folder, 'models.json');
    const models = [
      { id: 'far', kind: 'openai-compatible', baseUrl: NOWHERE, model: 'x', budget: { dailyTokens: 100_000 } },
      { id: 'hub', kind: 'hugging-face', model: 'a/b', token: 'hf_x', endpointUrl: NOWHERE, budget: 'unlimited' },
      { id: 'near', kind: 'scripted', licence: 'MIT', replies: [{ text: 'Here I am.' }] },
    ];
    const routes = { best: { primary: 'far', fallback: ['hub', 'near'] } };
    writeFileSync(file, JSON.stringify({ models, routes }));
    service = await startService({ CHAT_MODELS_FILE: file, EMBEDDER: 'none' });
  });
  afterAll(async () => {
    await service?.close();
    rmSync(folder, { recursive: true });
  });

  const ask = (model: string) =>
    service.post('/v1/chat/completions', { model, messages: [{ role: 'user', content: 'hi' }] });

  it('gives models of every kind, and turns from those that do not answer to one that does', async () => {
    expect(await ask('far')).toMatchObject({ status: 503, body: { error: { code: 'chat_model_failed' } } });
    const { body } = await ask('best');
    expect(body).toMatchObject({ model: 'near', choices: [{ message: { content: 'Here I am.' } }] });
  });

  it('is ready though hosted models do not answer', async () => {
    expect((await service.get('/health/ready')).body).toEqual({ status: 'ready', checks: { near: 'ok' } });
  });

  it('is what /v1/models shows', async () => {
    const { body } = await service.get('/v1/models');
    expect(body.data).toMatchObject([
      { id: 'far', owned_by: 'openai-compatible', context_length: null },
      { id: 'hub', owned_by: 'hugging-face' },
      { id: 'near', owned_by: 'scripted', licence: 'MIT' },
      { id: 'best', routes_to: ['far', 'hub', 'near'] },
    ]);
  });

  it('says which models there are when one is not', async () => {
    const { body } = await ask('gpt-9');
    expect(body.error.message).toContain('far, hub, near, best');
  });
});
