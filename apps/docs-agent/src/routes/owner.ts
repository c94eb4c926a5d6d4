import { type Service, sessionOwner } from '@pareto/service-kit';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose sessions and facts a request may see. */
    owner: string;
  }
}

/** Gives every request below its owner, and every anonymous caller without a token one. */
export function registerOwners(app: Service): void {
  app.decorateRequest('owner', '');
  app.addHook('onRequest', (request, reply, done) => {
    try {
      const { id, token } = sessionOwner(request.caller, request.headers['x-session-token']);
      request.owner = id;
      if (token !== undefined) reply.header('x-session-token', token);
      done();
    } catch (error) {
      done(error as Error);
    }
  });
}
