import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appProcess } from '@pareto/contract-tests/app-process';

const START_LIMIT_MS = 120_000;

export interface Service {
  /** Of the API, `…/v1`. */
  readonly baseUrl: string;
  stop(): Promise<void>;
}

/**
 * The service that `OPENAI_BASE_URL` names, or one started for the run whose log is in `logFile` once it has stopped.
 * @throws Error when it is not ready in time.
 */
export async function findService(model: string, logFile: string, signal: AbortSignal): Promise<Service> {
  const baseUrl = process.env.OPENAI_BASE_URL;
  return baseUrl ? { baseUrl, stop: async () => {} } : startService(model, logFile, signal);
}

async function startService(model: string, logFile: string, signal: AbortSignal): Promise<Service> {
  signal.throwIfAborted();
  const dataDir = mkdtempSync(join(tmpdir(), 'pareto-eval-'));
  const own = {
    HOST: '127.0.0.1',
    DATA_DIR: dataDir,
    MODEL: model,
    EMBEDDER: 'none',
    LIMITS: 'off',
    LOG_LEVEL: 'warn',
  };
  const app = await appProcess(join(import.meta.dirname, '..'), {
    environment: { ...process.env, ...own },
    startLimitMs: START_LIMIT_MS,
    // Ctrl-C reaches the evaluation alone, which then stops the service.
    headsGroup: true,
  });
  const stop = async () => {
    await app.stop();
    writeFileSync(logFile, app.log);
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await Promise.race([app.start(), aborted(signal)]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { baseUrl: `${app.url}/v1`, stop };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
