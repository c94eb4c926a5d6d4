import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChatModel } from '@pareto/contracts';
import type { Service } from '@pareto/service-kit';
import { BackEnd, type BackEndOptions } from '../src/back-ends/back-end.ts';
import { compose, composeWith } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';
import { DailyLedger } from '../src/ledger/daily-ledger.ts';
import type { Route } from '../src/routing/router.ts';

const MODELS = process.env.MODELS_DIR ?? join(import.meta.dirname, '../../../.data/models');
export const SMALL_MODEL = 'smollm2-135m-instruct-q4_1';
export const EMBEDDER = 'all-minilm-l6-v2';
export const hasModels = [SMALL_MODEL, EMBEDDER].every((id) => existsSync(join(MODELS, id)));

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes, and fail where one differs
type Json = any;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Json;
}

export interface TestService {
  readonly app: Service;
  readonly url: string;
  readonly ledger: DailyLedger | undefined;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  get(path: string): Promise<Answer>;
  close(): Promise<void>;
}

const BASE = {
  PORT: '0',
  LOG_LEVEL: 'silent',
  MODELS_DIR: MODELS,
  MODEL: SMALL_MODEL,
  THREADS: '1',
  EMBEDDER_THREADS: '1',
};

/** The service as `npm start` makes it, on a small model. */
export async function startService(environment: Record<string, string> = {}): Promise<TestService> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pareto-generation-'));
  const app = await compose(readConfig({ ...BASE, LIMITS: 'off', DATA_DIR: dataDir, ...environment }));
  return listening(app, undefined, () => rmSync(dataDir, { recursive: true, force: true }));
}

type Guarded = Partial<Omit<BackEndOptions, 'budget'>> & { budget?: (ledger: DailyLedger) => BackEndOptions['budget'] };

/** The service on models that the test controls, by the ids that callers use. */
export async function startServiceOn(
  models: Readonly<Record<string, ChatModel | [ChatModel, Guarded]>>,
  environment: Record<string, string> = {},
  routes: Readonly<Record<string, Route>> = {},
): Promise<TestService> {
  const ledger = new DailyLedger(':memory:');
  const backEnds = Object.entries(models).map(([id, entry]) => {
    const [model, { budget, ...guards }] = Array.isArray(entry) ? entry : [entry, {} as Guarded];
    const options: BackEndOptions = {
      id,
      kind: 'replay',
      isLocal: true,
      licence: undefined,
      queueSize: 1,
      firstTokenTimeoutMs: undefined,
      maxAnswerTokens: undefined,
      ...guards,
      budget: budget?.(ledger),
    };
    return new BackEnd(options, async () => model);
  });
  const config = { ...readConfig({ ...BASE, EMBEDDER: 'none', ...environment }), routes };
  return listening(await composeWith(config, backEnds, ledger), ledger);
}

async function listening(app: Service, ledger: DailyLedger | undefined, cleanUp = () => {}): Promise<TestService> {
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const answer = async (response: Response): Promise<Answer> => {
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
  };
  return {
    app,
    url,
    ledger,
    get: async (path) => answer(await fetch(url + path)),
    post: async (path, body, headers = {}) => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const init = { method: 'POST', body: text, headers: { 'content-type': 'application/json', ...headers } };
      return answer(await fetch(url + path, init));
    },
    close: async () => {
      await app.close();
      cleanUp();
    },
  };
}

/** The data of a stream of events, comments left out; `[DONE]` stays a text. */
export function dataOf(stream: string): Json[] {
  return stream
    .split('\n\n')
    .filter((event) => event.startsWith('data: '))
    .map((event) => event.slice('data: '.length))
    .map((data) => (data === '[DONE]' ? data : JSON.parse(data)));
}
