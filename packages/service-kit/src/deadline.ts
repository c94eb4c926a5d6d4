import { ServiceError } from '@pareto/contracts';
import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /**
     * Aborts when the caller leaves or the deadline passes. (Fastify's own `signal` and `handlerTimeout` listen to the
     * request's `close`, which Node emits as soon as a body is read.)
     */
    deadline: AbortSignal;
  }
  interface FastifyContextConfig {
    /** Time for this route in place of `REQUEST_TIMEOUT_MS`. */
    deadlineMs?: number;
  }
}

/** Gives every request a deadline, answered with 504, and a signal that ends its work when nobody waits for it. */
export function registerDeadline(app: FastifyInstance, defaultMs: number): void {
  app.decorateRequest('deadline', null as never);
  app.addHook('onRequest', (request, reply, done) => {
    const controller = new AbortController();
    request.deadline = controller.signal;
    const ms = request.routeOptions.config.deadlineMs ?? defaultMs;
    const timer = setTimeout(() => {
      const error = new ServiceError('request_timed_out', `the request did not finish within ${ms} ms`);
      controller.abort(error);
      if (reply.raw.headersSent) reply.raw.destroy(error);
      else void reply.send(error);
    }, ms);
    reply.raw.once('close', () => {
      clearTimeout(timer);
      if (!reply.raw.writableFinished) controller.abort(new ServiceError('request_cancelled', 'the caller left'));
    });
    done();
  });
}
