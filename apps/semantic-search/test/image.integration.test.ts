import { execFile, execFileSync } from 'node:child_process';
import { dirname, isAbsolute, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');
const docker = process.env.DOCKER_CLI ?? 'docker';
const port = 21_000 + (process.pid % 20_000);
const project = `pareto-test-${process.pid}`;
const url = `http://127.0.0.1:${port}`;

/** `docker compose` of today, or the older program of its own. */
function findCompose(): string[] | undefined {
  try {
    execFileSync(docker, ['info'], { stdio: 'ignore', timeout: 20_000 });
  } catch {
    return undefined;
  }
  for (const command of [[docker, 'compose'], ['docker-compose']]) {
    try {
      execFileSync(command[0]!, [...command.slice(1), 'version'], { stdio: 'ignore', timeout: 20_000 });
      return command;
    } catch {
      // The other one, then.
    }
  }
  return undefined;
}

const composeCommand = findCompose();

async function compose(...args: string[]): Promise<string> {
  const [program, ...first] = composeCommand!;
  const env = {
    ...process.env,
    // The older program builds with the `docker` that it finds on the path.
    PATH: isAbsolute(docker) ? `${dirname(docker)}:${process.env.PATH}` : process.env.PATH,
    SEMANTIC_SEARCH_PORT: String(port),
    SAMPLE_PACKAGES: 'avvio',
    DOCKER_BUILDKIT: '1',
    COMPOSE_DOCKER_CLI_BUILD: '1',
  };
  const { stdout } = await promisify(execFile)(program!, [...first, '-p', project, ...args], {
    cwd: ROOT,
    env,
    maxBuffer: 2 ** 26,
  });
  return stdout;
}

async function untilReady(): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const isReady = await fetch(`${url}/health/ready`)
      .then((answer) => answer.ok)
      .catch(() => false);
    if (isReady) return;
    await sleep(200);
  }
  throw new Error(`not ready:\n${await compose('logs', '--tail=40')}`);
}

async function call(method: string, path: string, body: object) {
  const answer = await fetch(`${url}${path}`, {
    method,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
  return (await answer.json()) as { hits: { id: string; metadata: Record<string, unknown> }[] };
}

describe.skipIf(!composeCommand)('the image and its compose service (needs a Docker engine)', () => {
  beforeAll(async () => {
    await compose('build', 'semantic-search-models', 'semantic-search');
    await compose('up', '-d', 'semantic-search');
    await untilReady();
  }, 900_000);

  afterAll(async () => {
    if (composeCommand) await compose('down', '--volumes', '--timeout', '5');
  }, 60_000);

  it('answers a question from the documentation of the packages in the image', async () => {
    const { hits } = await call('POST', '/v1/collections/npm-docs/search', {
      query: 'how do I register a plugin?',
      k: 3,
    });
    expect(hits[0]?.metadata.package).toBe('avvio');
  });

  it('runs without root and cannot write to its own files', async () => {
    const id = (await compose('ps', '-q', 'semantic-search')).trim();
    const inside = (...command: string[]) => promisify(execFile)(docker, ['exec', id, ...command]);
    expect((await inside('id', '-u')).stdout.trim()).not.toBe('0');
    await expect(inside('touch', '/app/x')).rejects.toThrow(/Read-only/);
  });

  it('loses nothing when it is killed and started again', async () => {
    await call('PUT', '/v1/collections/kept', {});
    await call('POST', '/v1/collections/kept/documents', {
      documents: [{ id: 'cat', text: 'Cats are small animals kept as pets.' }],
    });
    await compose('kill', '-s', 'SIGKILL', 'semantic-search');
    await compose('up', '-d', 'semantic-search');
    await untilReady();
    const { hits } = await call('POST', '/v1/collections/kept/search', { query: 'kitten', engine: 'minilm' });
    expect(hits.map((hit) => hit.id)).toEqual(['cat']);
  }, 180_000);
});
