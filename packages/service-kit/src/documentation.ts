import helmet from '@fastify/helmet';
import swagger from '@fastify/swagger';
import scalar from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';

/** The page starts itself with a script of its own and asks this service only. */
const PAGE_POLICY = {
  'script-src': ["'self'", "'unsafe-inline'"],
  'connect-src': ["'self'"],
  'upgrade-insecure-requests': null,
};

export interface ServiceDescription {
  readonly name: string;
  readonly title: string;
  readonly version: string;
  /** Markdown, shown at the top of the documentation. */
  readonly description: string;
}

/** `/openapi.json` and `/docs`, from the schemas that validate. To be registered before the routes. */
export async function registerDocumentation(
  app: FastifyInstance,
  { title, version, description }: ServiceDescription,
): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title, version, description, license: { name: 'MIT', identifier: 'MIT' } },
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: 'Optional: callers without a key have lower limits' },
        },
      },
      security: [{}, { key: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  app.get('/openapi.json', { config: { limited: false }, schema: { hide: true } }, async () => app.swagger());
  await app.register(async (page) => {
    await page.register(helmet, { contentSecurityPolicy: { directives: PAGE_POLICY } });
    await page.register(scalar, {
      routePrefix: '/docs',
      // No request leaves the reader's machine: fonts and telemetry of the hosted product stay out.
      configuration: { title, withDefaultFonts: false, telemetry: false, url: '/openapi.json' },
    });
  });
}
