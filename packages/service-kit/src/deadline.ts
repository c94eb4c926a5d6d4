import { ServiceError } from '@pareto/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

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

const STATE = Symbol('deadline');

/** How late a deadline may come: one look at all requests costs much less than a timer for each. */
const SWEEP_MS = 25;

interface State {
  readonly reply: FastifyReply;
  readonly ms: number;
  /** By the clock of `performance.now()`. */
  readonly expires: number;
  /** Made when the signal is first asked for: most requests are done before anybody needs it. */
  controller?: AbortController;
  /** Stops listening for the caller to leave; a connection outlives its requests. */
  release?: () => void;
}

type Timed = FastifyRequest & { [STATE]: State };

/** Gives every request a deadline, answered with 504, and a signal that ends its work when nobody waits for it. */
export function registerDeadline(app: FastifyInstance, defaultMs: number): void {
  const running = new Set<State>();
  let sweep: NodeJS.Timeout | undefined;
  const look = () => {
    const now = performance.now();
    for (const state of running) if (state.expires <= now && running.delete(state)) expire(state);
    if (running.size > 0) return void sweep?.refresh();
    sweep = undefined;
  };

  app.decorateRequest('deadline', {
    getter(this: FastifyRequest): AbortSignal {
      const state = (this as Timed)[STATE];
      state.controller ??= abortWhenLeft(this, state);
      return state.controller.signal;
    },
  });
  app.addHook('onRequest', (request, reply, done) => {
    const ms = request.route.deadlineMs ?? defaultMs;
    const state: State = { reply, ms, expires: performance.now() + ms };
    (request as Timed)[STATE] = state;
    running.add(state);
    sweep ??= setTimeout(look, SWEEP_MS);
    done();
  });
  app.addHook('onResponse', (request, _reply, done) => {
    const state = (request as Timed)[STATE];
    running.delete(state);
    state.release?.();
    done();
  });
}

function expire({ reply, ms, controller }: State): void {
  const error = new ServiceError('request_timed_out', `the request did not finish within ${ms} ms`);
  controller?.abort(error);
  if (reply.raw.headersSent) reply.raw.destroy(error);
  else void reply.send(error);
}

function abortWhenLeft({ raw: { socket } }: FastifyRequest, state: State): AbortController {
  const controller = new AbortController();
  const leave = () => controller.abort(new ServiceError('request_cancelled', 'the caller left'));
  if (socket.destroyed) leave();
  socket.once('close', leave);
  state.release = () => socket.off('close', leave);
  return controller;
}
