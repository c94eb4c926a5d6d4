import { chromaServer, findChroma } from '@pareto/contract-tests';
import { afterAll, beforeAll, describe } from 'vitest';
import { hasModels } from './service.ts';

type Environment = Readonly<Record<string, string>>;

const program = findChroma();

/**
 * The same tests on LanceDB and on a Chroma server of their own.
 * @param tests get what a service needs to be on the store, once a test or a hook asks.
 */
export function onEachStore(
  what: string,
  tests: (environment: () => Environment, store: 'lancedb' | 'chroma') => void,
): void {
  describe.skipIf(!hasModels)(`${what}, on LanceDB (needs model files)`, () => tests(() => ({}), 'lancedb'));
  describe.skipIf(!hasModels || !program)(`${what}, on Chroma (needs a Chroma server, needs model files)`, () => {
    let chroma: Awaited<ReturnType<typeof chromaServer>>;
    beforeAll(async () => {
      chroma = await chromaServer(program!);
      await chroma.start();
    }, 60_000);
    afterAll(async () => {
      await chroma?.stop();
      chroma?.remove();
    });
    tests(() => ({ VECTOR_STORE: 'chroma', CHROMA_URL: chroma.url }), 'chroma');
  });
}
