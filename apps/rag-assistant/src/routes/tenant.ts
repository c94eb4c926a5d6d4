import type { Service } from '@pareto/service-kit';
import type { Tenant } from '../catalogue/tenants.ts';
import type { Tenancy } from '../tenancy.ts';

declare module 'fastify' {
  interface FastifyRequest {
    tenant: Tenant;
  }
}

/** Gives every request below its tenant, and every anonymous caller without a token one. */
export function registerTenants(app: Service, tenancy: Tenancy): void {
  app.decorateRequest('tenant', null as never);
  app.addHook('onRequest', (request, reply, done) => {
    try {
      const { tenant, token } = tenancy.admit(request.caller, request.headers['x-session-token']);
      request.tenant = tenant;
      if (token !== undefined) reply.header('x-session-token', token);
      if (tenant.expiresAt !== undefined) reply.header('x-session-expires', new Date(tenant.expiresAt).toISOString());
      done();
    } catch (error) {
      done(error as Error);
    }
  });
}
