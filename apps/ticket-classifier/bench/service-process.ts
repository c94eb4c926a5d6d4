import { join } from 'node:path';
import { appProcess, type ServerProcess } from '@pareto/contract-tests/app-process';

const APP = join(import.meta.dirname, '..');

/** The service as `npm start` runs it, without limits, ready. */
export async function startProcess(environment: Record<string, string>): Promise<ServerProcess> {
  const service = await appProcess(APP, {
    environment: { ...process.env, LIMITS: 'off', LOG_LEVEL: 'warn', ...environment },
    showsErrors: true,
  });
  await service.start();
  return service;
}
