import Fastify from 'fastify';
import { z } from 'zod';
import { baseConfig, createService, loadConfig } from '../src/index.ts';

/** One trivial route, bare or in the shell; tells its parent where it listens. */
const schema = { response: { 200: z.object({ ok: z.boolean() }) } };

const bare = async () => {
  const app = Fastify();
  app.get(
    '/',
    { schema: { response: { 200: { type: 'object', properties: { ok: { type: 'boolean' } } } } } },
    async () => ({ ok: true }),
  );
  return app;
};

const shell = async () =>
  createService({
    about: { name: 'trivial', title: 'Trivial', version: '1.0.0', description: 'A route that does nothing' },
    config: loadConfig(baseConfig, { LIMITS: 'off', LOG_LEVEL: 'warn' }),
    readiness: {},
    routes: (app) => {
      app.get('/', { schema }, async () => ({ ok: true }));
    },
  });

const app = process.argv[2] === 'bare' ? await bare() : await shell();
process.on('SIGINT', () => process.exit(0));
process.send?.(await app.listen({ port: 0, host: '127.0.0.1' }));
