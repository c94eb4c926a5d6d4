import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Service } from '@pareto/service-kit';
import { compose } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';

const MODELS = process.env.MODELS_DIR ?? join(import.meta.dirname, '../../../.data/models');
export const hasModels = ['all-minilm-l6-v2', 'glove-6b-50d'].every((id) => existsSync(join(MODELS, id)));

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes, and fail where one differs
type Json = any;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

export interface TestService {
  readonly app: Service;
  readonly url: string;
  readonly dataDir: string;
  call(method: string, path: string, body?: unknown): Promise<Answer>;
  close(): Promise<void>;
}

/** The service on real models and a real store, listening on a free port. */
export async function startService(
  environment: Record<string, string> = {},
  dataDir = mkdtempSync(join(tmpdir(), 'pareto-search-')),
): Promise<TestService> {
  const config = readConfig({
    PORT: '0',
    LOG_LEVEL: 'silent',
    LIMITS: 'off',
    EMBEDDER_THREADS: '1',
    SAMPLE_PACKAGES: 'none',
    MODELS_DIR: MODELS,
    DATA_DIR: dataDir,
    ...environment,
  });
  const app = await compose(config);
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    app,
    url,
    dataDir,
    close: () => app.close(),
    async call(method, path, body) {
      const isText = typeof body === 'string';
      const response = await fetch(`${url}${path}`, {
        method,
        ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
        ...(body === undefined
          ? {}
          : { headers: { 'content-type': isText ? 'application/x-ndjson' : 'application/json' } }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
    },
  };
}

export function removeData(service: TestService): void {
  rmSync(service.dataDir, { recursive: true, force: true });
}

export const ANIMALS = [
  {
    id: 'cat',
    title: 'Cats',
    text: 'Cats are small carnivorous animals that people keep as pets.',
    metadata: { legs: 4, kind: 'mammal' },
  },
  {
    id: 'dog',
    title: 'Dogs',
    text: 'Dogs bark, guard houses and fetch sticks.',
    metadata: { legs: 4, kind: 'mammal' },
  },
  {
    id: 'hen',
    title: 'Hens',
    text: 'Hens lay eggs and scratch the soil of the farmyard.',
    metadata: { legs: 2, kind: 'bird' },
  },
  {
    id: 'market',
    title: '',
    text: 'The stock market fell sharply on Monday after the bank raised its interest rate.',
    metadata: { kind: 'news' },
  },
  {
    id: 'sea',
    title: 'The sea',
    text: 'Waves break on the shore while ships sail across the ocean.',
    metadata: { kind: 'nature' },
  },
  {
    id: 'code',
    title: 'Validation',
    text: 'The server validates the body of a request against a schema before its handler runs.',
    metadata: { kind: 'software' },
  },
];
