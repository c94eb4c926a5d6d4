import { join } from 'node:path';
import { appProcess, type ServerProcess } from '@pareto/contract-tests/app-process';
import { ENVIRONMENT } from './service.ts';

const APP = join(import.meta.dirname, '..');

/** The service as a process of its own, which answers while it still tidies what an earlier one left on its data. */
export function serviceProcess(dataDir: string, environment: Record<string, string> = {}): Promise<ServerProcess> {
  return appProcess(APP, {
    environment: { ...process.env, ...ENVIRONMENT, DATA_DIR: dataDir, ...environment },
    until: 'live',
  });
}
