import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { OnnxTextEmbedder } from '@pareto/embeddings';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SourceIndexer } from '../../src/index/source-indexer.ts';
import { openIndex } from './opened-index.ts';

const PROJECT = join(import.meta.dirname, '../../../..');
const MODEL = join(process.env.MODELS_DIR ?? join(PROJECT, '.data/models'), 'all-minilm-l6-v2');

it('finds the packages that this repository names', () => {
  const names = SourceIndexer.installedPackages(PROJECT).flatMap(({ name, isDirect }) => (isDirect ? [name] : []));
  expect(names).toEqual(expect.arrayContaining(['fastify', 'zod', 'langchain', '@langchain/core']));
  expect(names.filter((name) => name.startsWith('@pareto/'))).toEqual([]);
});

describe.skipIf(!existsSync(MODEL))('the index of installed packages (needs model files)', () => {
  it('answers from the versions that are installed', { timeout: 300_000 }, async () => {
    const embedder = await OnnxTextEmbedder.load({ kind: 'onnx', modelFolder: MODEL });
    onTestFinished(() => embedder.close());
    const { index, indexer } = openIndex({ embedder });
    for (const name of ['pino', 'oxc-parser', 'fastify']) {
      for (const installed of SourceIndexer.installed(PROJECT, name)) await indexer.indexPackage(installed);
    }
    const paths = async (question: string, source: string) =>
      (await index.search(question, { k: 5, source })).map(({ path }) => path);
    expect(await paths('How do I redact sensitive fields from the log?', 'pino')).toContain('docs/redaction.md');
    expect(await paths('setErrorHandler', 'fastify')).toContain('docs/Reference/Server.md');
    expect(index.symbols('FastifyInstance')[0]).toMatchObject({ source: 'fastify', kind: 'interface' });
    expect(index.symbols('FastifyInstance.setErrorHandler')[0]).toMatchObject({ kind: 'member' });
    expect(index.mentions('FST_ERR_CTP_INVALID_TYPE', { source: 'fastify' })).toBe(true);
    expect(index.mentions('setErorHandler')).toBe(false);
  });
});
