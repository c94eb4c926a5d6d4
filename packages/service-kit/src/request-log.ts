import type { FastifyBaseLogger, FastifyInstance } from 'fastify';

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const LEVELS_WITH_REQUESTS: ReadonlySet<string> = new Set(['trace', 'debug', 'info']);

type Child = FastifyBaseLogger['child'];

/** Logs with the id of a request. Pino's logger for it is made when it first says something, which few requests do. */
class RequestLog {
  readonly #make: () => FastifyBaseLogger;
  #made: FastifyBaseLogger | undefined;

  constructor(make: () => FastifyBaseLogger) {
    this.#make = make;
  }

  get #logger(): FastifyBaseLogger {
    this.#made ??= this.#make();
    return this.#made;
  }

  get level(): string {
    return this.#logger.level;
  }

  set level(level: string) {
    this.#logger.level = level;
  }

  child(...args: Parameters<Child>): FastifyBaseLogger {
    return this.#logger.child(...args);
  }

  static {
    for (const level of LEVELS) {
      Object.defineProperty(RequestLog.prototype, level, {
        value(this: RequestLog, ...args: Parameters<FastifyBaseLogger['info']>) {
          this.#logger[level](...args);
        },
      });
    }
  }
}

/** Makes the loggers of requests lazy, and writes one line for each request when it is over. */
export function registerRequestLog(app: FastifyInstance): void {
  const { log } = app;
  const child: Child = log.child;
  log.child = (bindings, options) =>
    new RequestLog(() => Object.assign(child.call(log, bindings, options), { child })) as never;
  // Asked once: a line that nobody writes costs nothing.
  if (!LEVELS_WITH_REQUESTS.has(log.level)) return;
  app.addHook('onResponse', (request, reply, done) => {
    const line = {
      method: request.method,
      route: request.route.url,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
    };
    if (!reply.raw.writableFinished) request.log.info({ ...line, status: 499 }, 'caller left');
    else request.log.info(line, 'answered');
    done();
  });
}
