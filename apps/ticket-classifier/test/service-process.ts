import { join } from 'node:path';
import { appProcess, type ServerProcess } from '@pareto/contract-tests/app-process';
import { onTestFinished } from 'vitest';
import { ENVIRONMENT } from './service.ts';

const APP = join(import.meta.dirname, '..');

/** The service as a process of its own, which ends with the test. */
export async function serviceProcess(environment: Record<string, string>): Promise<ServerProcess> {
  const service = await appProcess(APP, { environment: { ...process.env, ...ENVIRONMENT, ...environment } });
  onTestFinished(() => service.kill());
  return service;
}
