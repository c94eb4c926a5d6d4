import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PROGRAMS = join(import.meta.dirname, '../../../.data/venvs/training/bin');
const START_TRIES = 600;
/** It tells nobody that it runs, and starts no processes for jobs that we do not have. */
const QUIET = ['MLFLOW_DISABLE_TELEMETRY=true', 'MLFLOW_SERVER_ENABLE_JOB_EXECUTION=false'];

export interface MlflowPrograms {
  readonly mlflow: string;
  /** Has MLflow's client. */
  readonly python: string;
}

/** MLflow as it comes with the environment of `packages/training`; undefined where that was not made. */
export function findMlflow(): MlflowPrograms | undefined {
  const programs = { mlflow: join(PROGRAMS, 'mlflow'), python: join(PROGRAMS, 'python') };
  return existsSync(programs.mlflow) ? programs : undefined;
}

/** An MLflow server on a free port that keeps runs and artifacts in a folder; `start` again after `stop` finds them. */
export async function mlflowServer({ mlflow }: MlflowPrograms) {
  const folder = mkdtempSync(join(tmpdir(), 'pareto-mlflow-'));
  const port = await freePort();
  const uri = `http://127.0.0.1:${port}`;
  let child: ReturnType<typeof spawn> | undefined;
  return {
    uri,
    async start() {
      const store = ['--backend-store-uri', `sqlite:///${join(folder, 'mlflow.db')}`];
      const artifacts = ['--artifacts-destination', join(folder, 'artifacts')];
      const address = ['--host', '127.0.0.1', '--port', String(port), '--workers', '1'];
      // `env` keeps the environment and adds to it.
      child = spawn('env', [...QUIET, mlflow, 'server', ...store, ...artifacts, ...address], {
        cwd: folder,
        stdio: 'ignore',
        // It starts workers, which end with their group.
        detached: true,
      });
      for (let tries = 0; tries < START_TRIES; tries += 1) {
        const isUp = await fetch(`${uri}/health`).then(
          ({ ok }) => ok,
          () => false,
        );
        if (isUp) return;
        await sleep(100);
      }
      throw new Error('the MLflow server did not start');
    },
    async stop() {
      if (child?.pid === undefined || child.exitCode !== null) return;
      const ended = new Promise((resolve) => child?.once('close', resolve));
      process.kill(-child.pid, 'SIGKILL');
      await ended;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
