import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { serverWithFolder } from './server-process.ts';

const PROGRAMS = join(import.meta.dirname, '../../../.data/venvs/training/bin');
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
export function mlflowServer({ mlflow }: MlflowPrograms) {
  return serverWithFolder('mlflow', (folder, port) => {
    const store = ['--backend-store-uri', `sqlite:///${join(folder, 'mlflow.db')}`];
    const artifacts = ['--artifacts-destination', join(folder, 'artifacts')];
    const address = ['--host', '127.0.0.1', '--port', String(port), '--workers', '1'];
    return {
      // `env` keeps the environment and adds to it.
      command: 'env',
      args: [...QUIET, mlflow, 'server', ...store, ...artifacts, ...address],
      cwd: folder,
      healthPath: '/health',
      startLimitMs: 60_000,
      // Its workers.
      headsGroup: true,
    };
  });
}
