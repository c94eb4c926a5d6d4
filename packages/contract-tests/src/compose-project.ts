import { execFile, execFileSync } from 'node:child_process';
import { dirname, isAbsolute, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const ROOT = join(import.meta.dirname, '../../..');
const READY_TRIES = 600;
const READY_POLL_MS = 200;

/** A Docker engine that answers, and the `docker compose` of today or the older program of its own. */
interface DockerTools {
  readonly docker: string;
  readonly compose: readonly string[];
}

/** What runs containers on this machine; undefined where there is no engine. */
export function findDocker(docker = 'docker'): DockerTools | undefined {
  const answers = (program: string, ...args: string[]) => {
    try {
      execFileSync(program, args, { stdio: 'ignore', timeout: 20_000 });
      return true;
    } catch {
      return false;
    }
  };
  if (!answers(docker, 'info')) return undefined;
  const compose = [[docker, 'compose'], ['docker-compose']].find(([program, ...args]) =>
    answers(program!, ...args, 'version'),
  );
  return compose && { docker, compose };
}

/** One service of the repository's `docker-compose.yml` in a project of its own, on a free port. */
export class ComposeProject {
  readonly url: string;
  readonly #service: string;
  readonly #tools: DockerTools;
  readonly #name: string;
  readonly #environment: NodeJS.ProcessEnv;

  readonly #needs: readonly string[];

  /**
   * @param environment of Docker, and variables of the compose file; ports are chosen here.
   * @param needs services of this repository that it depends on.
   */
  constructor(tools: DockerTools, service: string, environment: NodeJS.ProcessEnv, needs: readonly string[] = []) {
    const port = 21_000 + (process.pid % 20_000);
    this.#tools = tools;
    this.#service = service;
    this.#needs = needs;
    this.#name = `pareto-test-${process.pid}`;
    this.url = `http://127.0.0.1:${port}`;
    this.#environment = {
      ...environment,
      // The older program builds with the `docker` that it finds on the path.
      PATH: isAbsolute(tools.docker) ? `${dirname(tools.docker)}:${environment.PATH}` : environment.PATH,
      DOCKER_BUILDKIT: '1',
      COMPOSE_DOCKER_CLI_BUILD: '1',
      ...Object.fromEntries([service, ...needs].map((name, i) => [portVariable(name), String(port + i)])),
    };
  }

  /** Builds the images of the service and of what it depends on, and starts it. */
  async start(): Promise<void> {
    await this.run('build', `${this.#service}-models`, this.#service, ...this.#needs);
    await this.up();
  }

  async up(): Promise<void> {
    await this.run('up', '-d', this.#service);
    for (let tries = 0; tries < READY_TRIES; tries += 1) {
      const isReady = await fetch(`${this.url}/health/ready`)
        .then((answer) => answer.ok)
        .catch(() => false);
      if (isReady) return;
      await sleep(READY_POLL_MS);
    }
    throw new Error(`not ready:\n${await this.run('logs', '--tail=40')}`);
  }

  /** Ends the service without a warning, as a crash would. */
  async kill(): Promise<void> {
    await this.run('kill', '-s', 'SIGKILL', this.#service);
  }

  /** Takes away the containers, their data and the images that were built for the project. */
  async remove(): Promise<void> {
    await this.run('down', '--volumes', '--rmi', 'local', '--timeout', '5');
  }

  /** Runs a program in the service's container. @returns what it printed. */
  async inside(...command: string[]): Promise<string> {
    const id = (await this.run('ps', '-q', this.#service)).trim();
    return (await promisify(execFile)(this.#tools.docker, ['exec', id, ...command])).stdout.trim();
  }

  async run(...args: string[]): Promise<string> {
    const [program, ...first] = this.#tools.compose;
    const { stdout } = await promisify(execFile)(program!, [...first, '-p', this.#name, ...args], {
      cwd: ROOT,
      env: this.#environment,
      maxBuffer: 2 ** 26,
    });
    return stdout;
  }
}

function portVariable(service: string): string {
  return `${service.toUpperCase().replaceAll('-', '_')}_PORT`;
}
