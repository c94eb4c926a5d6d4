import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DATA, ROOT } from './paths.mjs';
import { environment, run } from './processes.mjs';
import { virtualEnvironment } from './python.mjs';
import { say } from './report.mjs';
import { install } from './setup.mjs';

const PORT = '5000';

/** `npm run mlflow [-- --port 5001 …]`: the server and its pages over the runs of `.data/mlflow`; ends with Ctrl-C. */
export async function mlflow(args) {
  const node = await install();
  const python = await virtualEnvironment('training', join(ROOT, 'packages/training/requirements.txt'));
  const store = join(DATA, 'mlflow');
  mkdirSync(store, { recursive: true });
  const port = args.includes('--port') ? [] : ['--port', PORT];
  say.plain(`MLflow: http://127.0.0.1:${port.length ? PORT : args[args.indexOf('--port') + 1]}`);
  return run(
    python,
    [
      ...['-m', 'mlflow', 'server', '--backend-store-uri', `sqlite:///${join(store, 'mlflow.db')}`],
      ...['--artifacts-destination', join(store, 'artifacts'), '--workers', '1', ...port, ...args],
    ],
    // Without the queue of background jobs, which is for judging chat models: two processes fewer.
    { env: environment(node, { MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false', MLFLOW_DISABLE_TELEMETRY: 'true' }) },
  );
}
