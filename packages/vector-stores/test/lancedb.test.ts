import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeVectorStore } from '@pareto/contract-tests';
import { createLanceDbVectorStore } from '@pareto/vector-stores';

describeVectorStore('lancedb', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pareto-lancedb-'));
  return {
    store: createLanceDbVectorStore({ folder }),
    reopen: async () => createLanceDbVectorStore({ folder }),
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
});
