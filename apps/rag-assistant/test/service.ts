import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Service } from '@pareto/service-kit';
import { compose } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';
import { Client } from './client.ts';

const MODELS = process.env.MODELS_DIR ?? join(import.meta.dirname, '../../../.data/models');
export const hasModels = existsSync(join(MODELS, 'all-minilm-l6-v2'));

/** An empty service without limits of requests; its model server does not exist. */
export const ENVIRONMENT = {
  LOG_LEVEL: 'silent',
  ANONYMOUS_REQUESTS_PER_MINUTE: '1000000',
  ANONYMOUS_REQUESTS_PER_MINUTE_GLOBAL: '1000000',
  EMBEDDER_THREADS: '1',
  SAMPLES: 'off',
  MODELS_DIR: MODELS,
  LLM_BASE_URL: 'http://127.0.0.1:9/v1',
};

export interface TestService {
  readonly app: Service;
  readonly url: string;
  readonly dataDir: string;
  /** A caller with a key. */
  withKey(key: string): Client;
  /** An anonymous caller with a token of its own. */
  visitor(): Promise<Client>;
  /** The same data in a new process's place. */
  restart(): Promise<TestService>;
  /** Ends the service; with its data unless it starts again on them. */
  close(options?: { keepData: boolean }): Promise<void>;
}

/** The service on the real embedder, reader and store, listening on a free port. */
export async function startService(
  environment: Record<string, string> = {},
  dataDir = mkdtempSync(join(tmpdir(), 'pareto-rag-')),
): Promise<TestService> {
  const app = await compose(readConfig({ ...ENVIRONMENT, PORT: '0', DATA_DIR: dataDir, ...environment }));
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const close = async ({ keepData = false } = {}) => {
    await app.close();
    if (!keepData) rmSync(dataDir, { recursive: true, force: true });
  };
  return {
    app,
    url,
    dataDir,
    withKey: (key) => new Client(url, { authorization: `Bearer ${key}` }),
    visitor: () => visitor(url),
    async restart() {
      await close({ keepData: true });
      return startService(environment, dataDir);
    },
    close,
  };
}

/** An anonymous caller who has been given a token. */
export async function visitor(url: string): Promise<Client> {
  const { headers } = await new Client(url).call('GET', '/v1/documents');
  return new Client(url, { 'x-session-token': headers.get('x-session-token')! });
}

/** Files below a folder that hold a text, in UTF-8 or UTF-16. */
export function filesHolding(folder: string, text: string): string[] {
  const little = Buffer.from(text, 'utf16le');
  const needles = [Buffer.from(text), little, Buffer.from(little).swap16()];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => {
      const bytes = contentOf(path);
      return needles.some((needle) => bytes.includes(needle));
    });
}

/** A store may remove files while one looks. */
function contentOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}
