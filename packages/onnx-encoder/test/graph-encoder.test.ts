import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ServiceError } from '@pareto/contracts';
import { describe, expect, it } from 'vitest';
import { GraphEncoder } from '../src/index.ts';

/** A bag of embeddings, with its weights inside. */
const graph = readFileSync(join(import.meta.dirname, '../../classifiers/test/bundles/small-plain/1/model.onnx'));
const failure = (cause: Error) => new ServiceError('classifier_failed', cause.message, { cause });

describe('GraphEncoder', () => {
  it('gives each text the vector that it has alone, whatever shares its batch', async () => {
    const encoder = await GraphEncoder.start({ graph }, 2, failure);
    const texts = [
      [101, 102],
      [101, 7592, 2088, 102],
      [101, 2088, 102],
      [101, 7592, 102],
    ];
    const together = await Promise.all(texts.map((ids) => encoder.encode(ids, { group: 'a' })));
    for (const [i, ids] of texts.entries()) expect(await encoder.encode(ids, {})).toEqual(together[i]);
    expect(together[1]).not.toEqual(together[2]);
    await encoder.close();
  });

  it('says what failed in the words of its caller', async () => {
    await expect(GraphEncoder.start({ graph: new Uint8Array(8) }, 1, failure)).rejects.toMatchObject({
      code: 'classifier_failed',
    });
    const encoder = await GraphEncoder.start({ graph }, 1, failure);
    await encoder.close();
    await expect(encoder.encode([101, 102], {})).rejects.toMatchObject({ code: 'classifier_failed' });
  });
});
