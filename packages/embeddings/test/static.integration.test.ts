import { describeTextEmbedder } from '@pareto/contract-tests';
import { describe, expect, it } from 'vitest';
import { StaticTextEmbedder } from '../src/index.ts';
import { GLOVE, hasGlove } from './models.ts';

describe.skipIf(!hasGlove)('GloVe averages (needs model files)', () => {
  describeTextEmbedder('glove', () => StaticTextEmbedder.loadGlove(GLOVE));

  it('gives zeros to a text without a known word', async () => {
    const embedder = await StaticTextEmbedder.loadGlove(GLOVE);
    const [vector] = await embedder.embed(['xqzzv qqwxk']);
    expect([...vector!].every((value) => value === 0)).toBe(true);
  });

  it('weighs rare words above frequent ones', async () => {
    const embedder = await StaticTextEmbedder.loadGlove(GLOVE);
    const [phrase, rare, frequent] = await embedder.embed(['the volcano', 'volcano', 'the']);
    const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
    expect(dot(phrase!, rare!)).toBeGreaterThan(0.95);
    expect(dot(phrase!, frequent!)).toBeLessThan(dot(phrase!, rare!));
  });
});
