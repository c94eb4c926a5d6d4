import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ScriptedModelServer } from '@pareto/contract-tests';
import { compose } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { Client, untilIndexed, visitor } from './client.ts';
import { ENVIRONMENT } from './environment.ts';
import { SampleProject } from './project.ts';

export interface TestService {
  readonly url: string;
  readonly dataDir: string;
  readonly project: SampleProject;
  /** A caller with a key. */
  withKey(key: string): Client;
  /** An anonymous caller with a token of its own. */
  visitor(): Promise<Client>;
  /** The same data in a new process's place; the project may have changed meanwhile. */
  restart(): Promise<TestService>;
  /** Ends the service; with its data and project unless it starts again on them. */
  close(options?: { keepData: boolean }): Promise<void>;
}

interface Place {
  readonly dataDir: string;
  readonly project: SampleProject;
}

/** The service on the real embedder with the sample project indexed, listening on a free port. */
export async function startService(
  environment: Record<string, string> = {},
  place: Place = { dataDir: mkdtempSync(join(tmpdir(), 'pareto-docs-')), project: new SampleProject() },
): Promise<TestService> {
  const { dataDir, project } = place;
  const app = await compose(
    readConfig({ ...ENVIRONMENT, PORT: '0', DATA_DIR: dataDir, DOCS_PROJECT: project.folder, ...environment }),
  );
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const close = async ({ keepData = false } = {}) => {
    await app.close();
    if (keepData) return;
    rmSync(dataDir, { recursive: true, force: true });
    project.remove();
  };
  await untilIndexed(url);
  return {
    url,
    dataDir,
    project,
    withKey: (key) => new Client(url, { authorization: `Bearer ${key}` }),
    visitor: () => visitor(url),
    async restart() {
      await close({ keepData: true });
      return startService(environment, place);
    },
    close,
  };
}

/** The same with a model that says what a test tells it to. */
export function startServiceWith(
  model: ScriptedModelServer,
  environment: Record<string, string> = {},
): Promise<TestService> {
  return startService({ LLM_BASE_URL: model.baseUrl, ...environment });
}
