import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Service } from '@pareto/service-kit';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { compose } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';
import { addVersion, MODEL, setAliases, temporaryFolder } from './bundles.ts';

const MODELS = process.env.MODELS_DIR ?? join(import.meta.dirname, '../../../.data/models');
export const hasModels = existsSync(join(MODELS, 'all-minilm-l6-v2'));
export const KEY = 'a-key-for-these-tests';

/** Without limits of requests, with the small bundle as its default, and looks at the registry only when told. */
export const ENVIRONMENT = {
  LOG_LEVEL: 'silent',
  ANONYMOUS_REQUESTS_PER_MINUTE: '1000000',
  ANONYMOUS_REQUESTS_PER_MINUTE_GLOBAL: '1000000',
  API_KEYS: `tester:${KEY}`,
  ENCODER_THREADS: '1',
  MODELS_DIR: MODELS,
  BUNDLES_DIR: '/nonexistent',
  DEFAULT_MODEL: MODEL,
  REGISTRY_POLL_MS: '100',
};

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes, and fail where one differs
type Json = any;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

/** Calls a service over HTTP. */
export class Client {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const isRaw = typeof body === 'string' || body instanceof Uint8Array;
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { ...(body === undefined || isRaw ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: isRaw ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  }

  get(path: string): Promise<Answer> {
    return this.call('GET', path);
  }

  post(path: string, body: unknown): Promise<Answer> {
    return this.call('POST', path, body);
  }

  withKey(method: string, path: string, body?: unknown): Promise<Answer> {
    return this.call(method, path, body, { authorization: `Bearer ${KEY}` });
  }

  /** The model that is the default, as /v1/models has it. */
  async model(): Promise<Json> {
    return (await this.get('/v1/models')).body.models.find((each: Json) => each.default);
  }
}

export interface TestService {
  readonly app: Service;
  readonly client: Client;
  readonly dataDir: string;
  readonly registry: string;
}

/** A registry with the small bundle as version 1 and champion. */
export function smallRegistry(): string {
  const registry = temporaryFolder();
  addVersion(registry, 1);
  setAliases(registry, { champion: 1 });
  return registry;
}

/** The service on the real encoder, listening on a free port until the test ends. */
export async function startService(
  environment: Record<string, string> = {},
  { dataDir = temporaryFolder(), registry = smallRegistry() } = {},
): Promise<TestService> {
  const service = await listen(environment, dataDir, registry);
  onTestFinished(() => service.app.close());
  return service;
}

/** The same for all tests of a `describe`, which do not disturb each other. */
export function sharedService(environment: Record<string, string> = {}): { client: Client } {
  const shared = { client: new Client('') };
  let service: TestService | undefined;
  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pareto-tickets-'));
    addVersion(folder, 1);
    setAliases(folder, { champion: 1 });
    service = await listen(environment, join(folder, '.data'), folder);
    shared.client = service.client;
  });
  afterAll(async () => {
    await service?.app.close();
    if (service) rmSync(service.registry, { recursive: true });
  });
  return shared;
}

export async function listen(
  environment: Record<string, string>,
  dataDir: string,
  registry: string,
): Promise<TestService> {
  const config = readConfig({ ...ENVIRONMENT, PORT: '0', DATA_DIR: dataDir, REGISTRY_DIR: registry, ...environment });
  const app = await compose(config);
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return { app, client: new Client(url), dataDir, registry };
}
