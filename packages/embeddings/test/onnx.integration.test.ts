import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cosine, describeTextEmbedder } from '@pareto/contract-tests';
import { describe, expect, it } from 'vitest';
import { OnnxTextEmbedder } from '../src/index.ts';
import { hasMiniLm, MINILM } from './models.ts';

const load = (precision: 'fp32' | 'int8') =>
  OnnxTextEmbedder.load({ kind: 'onnx', modelFolder: MINILM, precision, threads: 1 });
const golden = JSON.parse(readFileSync(join(import.meta.dirname, 'golden/minilm.json'), 'utf8')) as {
  text: string;
  vector: number[];
}[];

describe.skipIf(!hasMiniLm)('MiniLM on onnxruntime (needs model files)', () => {
  describeTextEmbedder('fp32', () => load('fp32'));
  describeTextEmbedder('int8', () => load('int8'), { sameText: 0.97 });

  it.each([
    ['fp32', 0.9999],
    ['int8', 0.98],
  ] as const)(
    '%s gives the vectors of sentence-transformers on a padded batch of mixed length',
    async (precision, least) => {
      const embedder = await load(precision);
      const vectors = await embedder.embed(golden.map(({ text }) => text));
      for (const [i, { vector }] of golden.entries()) {
        expect(cosine(vectors[i]!, Float32Array.from(vector))).toBeGreaterThanOrEqual(least);
      }
      await embedder.close();
    },
  );

  it('tells precisions apart by fingerprint, and gives the same one for the same model', async () => {
    const [a, b, c] = await Promise.all([load('fp32'), load('fp32'), load('int8')]);
    expect(a.fingerprint).toBe(b.fingerprint);
    expect(a.fingerprint).not.toBe(c.fingerprint);
    await Promise.all([a.close(), b.close(), c.close()]);
  });

  it('counts tokens as the model does, without the enclosing ones', async () => {
    const embedder = await load('int8');
    expect(embedder.countTokens('')).toBe(0);
    expect(embedder.countTokens('hello world')).toBe(2);
    expect(embedder.countTokens('unbelievable tokenization')).toBeGreaterThan(2);
    await embedder.close();
  });
});
