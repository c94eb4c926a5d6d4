import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import cors from '@fastify/cors';
import { ServiceError } from '@pareto/contracts';
import type { Registry } from '@prometheus-io/client';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController, type RawServerDefault } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { registerCallers } from './callers.ts';
import type { BaseConfig } from './config.ts';
import { registerDeadline } from './deadline.ts';
import { registerDocumentation, type ServiceDescription } from './documentation.ts';
import { type ReadinessCheck, registerHealth } from './health.ts';
import { closeLingeringConnections } from './lingering-connections.ts';
import { loggerOptions } from './logging.ts';
import { registerMetrics } from './metrics.ts';
import { type ErrorFormat, problemFormat, retryAfterSeconds, STATUS_OF_KIND, toServiceError } from './problem.ts';
import { registerRequestLog } from './request-log.ts';

/** A Fastify instance whose routes are typed by their Zod schemas. */
export type Service = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

declare module 'fastify' {
  interface FastifyInstance {
    /** Metrics of this service; apps register theirs here. */
    metricsRegistry: Registry;
  }
  interface FastifyContextConfig {
    /** Of the errors of one route, where they are others than those of the service. */
    errorFormat?: ErrorFormat;
  }
  interface FastifyRequest {
    /** Pattern and options of the route, read once: `routeOptions` makes a new object of them each time. */
    route: FastifyContextConfig & { readonly url?: string };
  }
}

export interface ServiceOptions {
  readonly about: ServiceDescription;
  readonly config: BaseConfig;
  /** What must be there before the service calls itself ready, by name. */
  readonly readiness: Readonly<Record<string, ReadinessCheck>>;
  /** Adds the routes of the app. */
  readonly routes: (app: Service) => void | Promise<void>;
  /** The form of every error, the shell's own included; RFC 9457 problem details when absent. */
  readonly errorFormat?: ErrorFormat;
  /** Where log lines go; standard output when absent. */
  readonly logStream?: { write(line: string): void };
}

/** Uploads over slow lines need minutes; a socket that sends nothing useful for longer is cut. */
const RECEIVE_TIMEOUT_MS = 600_000;
/** What pages of other origins may read of an answer; without its token a page cannot stay in its session. */
const EXPOSED_HEADERS = ['x-request-id', 'retry-after', 'x-session-token', 'x-session-expires'];
const REQUEST_ID = /^[\w.:/+=-]{1,128}$/;

/** Builds a service around its routes; `runService` listens. */
export async function createService(options: ServiceOptions): Promise<Service> {
  const { about, config, readiness, routes, errorFormat = problemFormat, logStream } = options;
  // A request id names the process and counts: unique, and much cheaper than a UUID for each.
  const instance = randomUUID().slice(0, 8);
  let requests = 0;
  const app = Fastify({
    logger: { ...loggerOptions(about.name, config.LOG_LEVEL), ...(logStream ? { stream: logStream } : {}) },
    genReqId: ({ headers }) => {
      const given = headers['x-request-id'];
      if (typeof given === 'string' && REQUEST_ID.test(given)) return given;
      requests += 1;
      return `${instance}-${requests.toString(36)}`;
    },
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: config.TRUST_PROXY.length > 0 ? config.TRUST_PROXY : false,
    bodyLimit: config.BODY_LIMIT_BYTES,
    // Time for a request to arrive; `registerDeadline` limits the time for its answer.
    requestTimeout: RECEIVE_TIMEOUT_MS,
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  // Plain text is no body of ours: it gets 415 instead of a puzzling schema error.
  app.removeContentTypeParser('text/plain');

  let stopping = false;
  app.addHook('preClose', async () => {
    stopping = true;
  });
  closeLingeringConnections(app);
  app.decorateRequest('route', null as never);
  app.addHook('onRequest', (request, reply, done) => {
    request.route = request.routeOptions.config;
    // JSON is no page: this one of the security headers concerns it. `/docs` gets them all.
    reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
    done();
  });
  registerDeadline(app, config.REQUEST_TIMEOUT_MS);
  registerRequestLog(app);
  app.setErrorHandler((thrown, request, reply) => {
    const error = toServiceError(thrown);
    if (error.kind === 'internal') request.log.error({ err: error.cause ?? error }, 'failed');
    const seconds = retryAfterSeconds(error);
    if (seconds !== undefined) reply.header('retry-after', seconds);
    const { contentType, headers = {}, body } = (request.route.errorFormat ?? errorFormat)(error, request.id);
    reply.code(STATUS_OF_KIND[error.kind]).headers(headers).type(contentType);
    return reply.serializer(JSON.stringify).send(body);
  });
  app.setNotFoundHandler((request) => {
    throw new ServiceError(
      'route_not_found',
      `no route ${request.method} ${request.url.split('?')[0]}; /docs lists them`,
    );
  });

  if (config.CORS_ORIGINS.length > 0) {
    await app.register(cors, { origin: config.CORS_ORIGINS, exposedHeaders: [...EXPOSED_HEADERS] });
  }
  await registerCallers(app, config);
  app.decorate('metricsRegistry', registerMetrics(app));
  registerHealth(app, readiness, () => stopping);
  await registerDocumentation(app, about);
  await app.register(async (scope) => routes(scope.withTypeProvider<ZodTypeProvider>()));
  return app;
}
