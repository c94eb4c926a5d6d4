import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ServerProcess, type ServerProgram } from './server-process.ts';

export { residentMb, ServerProcess } from './server-process.ts';

export interface AppProcessOptions extends Pick<ServerProgram, 'startLimitMs' | 'headsGroup' | 'showsErrors'> {
  /** All variables of the process but PORT; what its package.json has beside them holds unless they set it. */
  readonly environment: NodeJS.ProcessEnv;
  /** When it counts as started; 'ready' when absent. */
  readonly until?: 'live' | 'ready';
}

/** An app as `npm start` runs it, by its folder, in a process of its own on a free port; it is not started yet. */
export function appProcess(folder: string, options: AppProcessOptions): Promise<ServerProcess> {
  const { environment, until = 'ready', ...others } = options;
  const { pareto } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    pareto: { nodeArguments?: string[]; environment?: NodeJS.ProcessEnv };
  };
  return ServerProcess.on((port) => ({
    command: process.execPath,
    args: [...(pareto.nodeArguments ?? []), 'src/main.ts'],
    cwd: folder,
    environment: { ...pareto.environment, ...environment, PORT: String(port) },
    healthPath: `/health/${until}`,
    ...others,
  }));
}
