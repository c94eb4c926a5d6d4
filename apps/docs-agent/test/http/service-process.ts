import { join } from 'node:path';
import { appProcess, type ServerProcess } from '@pareto/contract-tests/app-process';
import { ENVIRONMENT } from './environment.ts';

const APP = join(import.meta.dirname, '../..');

/** The service as a process of its own, which answers while it still indexes; it is not started yet. */
export function serviceProcess(environment: Record<string, string>): Promise<ServerProcess> {
  return appProcess(APP, { environment: { ...process.env, ...ENVIRONMENT, ...environment }, until: 'live' });
}
