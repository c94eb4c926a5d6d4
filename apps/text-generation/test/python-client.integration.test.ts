import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { EMBEDDER, hasModels, SMALL_MODEL, startService, type TestService } from './service.ts';

const PYTHON = join(import.meta.dirname, '../../../.data/venvs/openai-client/bin/python');
const hasClient = existsSync(PYTHON);

describe.skipIf(!hasModels || !hasClient)(
  'the official Python client (needs the Python client and model files)',
  () => {
    let service: TestService;
    beforeAll(async () => {
      service = await startService({ SLOTS: '1', CONTEXT_LENGTH: '512' });
      await vi.waitFor(async () => expect((await service.get('/health/ready')).status).toBe(200), 60_000);
    }, 90_000);
    afterAll(() => service?.close());

    it('streams, calls a tool, gets JSON of a schema, and raises the exceptions that it documents', async () => {
      const script = join(import.meta.dirname, 'openai_client.py');
      const { stdout } = await promisify(execFile)(PYTHON, [script, `${service.url}/v1`, SMALL_MODEL]);
      const seen = JSON.parse(stdout) as Record<string, unknown>;
      expect(seen.text).not.toBe('');
      expect(seen).toMatchObject({
        call: 'visit',
        arguments: { city: expect.stringMatching(/^(Rome|Oslo)$/) },
        structured: { city: expect.stringMatching(/^(Rome|Oslo)$/) },
        embedding: 384,
        models: [SMALL_MODEL, EMBEDDER],
        unknown_model: ['NotFoundError', 'model_not_found', 'model'],
        too_hot: ['BadRequestError', expect.any(String), 'temperature'],
        image: ['BadRequestError', 'content_unsupported', 'messages.0.content.0'],
      });
      expect(seen.completion_tokens).toBeLessThanOrEqual(12);
    }, 120_000);
  },
);
