import { ServiceError } from '@pareto/contracts';
import type { BaseConfig } from './config.ts';
import type { Service } from './service.ts';

/** For requests that were broken off, to end what they do. */
const BREAK_OFF_MS = 5_000;

/**
 * Listens until SIGTERM or SIGINT, then stops gracefully: readiness turns off, requests in flight get
 * `SHUTDOWN_GRACE_MS`, then are broken off, resources close. A second signal ends the process at once.
 * @param start builds the service. A failure to start is one line on standard error, and exit code 1.
 */
export async function runService(start: () => Promise<{ app: Service; config: BaseConfig }>): Promise<void> {
  try {
    const { app, config } = await start();
    let isStopping = false;
    const stop = async (signal: string) => {
      if (isStopping) process.exit(130);
      isStopping = true;
      app.log.info({ signal }, 'stopping');
      let isForced = false;
      const force = setTimeout(() => {
        isForced = true;
        app.server.closeAllConnections();
        // Native code that is ended in the middle of its work aborts the process: it gets the time to end by itself.
        setTimeout(() => process.exit(1), BREAK_OFF_MS);
      }, config.SHUTDOWN_GRACE_MS + 1_000);
      await app.close();
      clearTimeout(force);
      process.exit(isForced ? 1 : 0);
    };
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
    await app.listen({ host: config.HOST, port: config.PORT });
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  }
}

function explain(error: unknown): string {
  const { code, port, message, stack } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') return `port ${port} is in use: stop what listens there, or set PORT to another`;
  if (code === 'EACCES' && port) return `port ${port} needs privileges: set PORT to one above 1023`;
  return error instanceof ServiceError ? `${error.code}: ${message}` : (stack ?? String(error));
}
