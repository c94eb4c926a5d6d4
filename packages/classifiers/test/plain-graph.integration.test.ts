import { describeTicketClassifier } from '@pareto/contract-tests';
import { afterAll, describe, expect, it } from 'vitest';
import { loadBundle, type ModelBundle, SharedEncoder } from '../src/index.ts';
import { hasMiniLm, MINILM, PLAIN_BUNDLE } from './models.ts';

const bundle = await loadBundle(PLAIN_BUNDLE);

describe.skipIf(!hasMiniLm)('a bundle with a graph of its own (needs model files)', () => {
  const encoders: SharedEncoder[] = [];
  const create = async () => {
    const encoder = await SharedEncoder.load({ modelFolder: MINILM, threads: 1 });
    encoders.push(encoder);
    return encoder.classifierOf(bundle);
  };
  afterAll(() => Promise.all(encoders.map((encoder) => encoder.close())));

  describeTicketClassifier('a plain graph', create);

  it('answers as its manifest says, padded or not', async () => {
    const classifier = await create();
    const { smoke } = bundle.manifest;
    const answers = await classifier.classify(smoke.map(({ text }) => text));
    for (const [i, { labels, probability }] of smoke.entries()) {
      expect(answers[i]!.heads[0]!.label).toBe(labels.side);
      expect(answers[i]!.heads[0]!.confidence).toBeCloseTo(probability.side!, 4);
    }
    await classifier.close();
  });

  it.each([
    ['are missing', new Map()],
    [
      'are made for longer vectors',
      new Map([...bundle.tensors, ['heads.side.weight', { shape: [3, 9], data: new Float32Array(27) }]]),
    ],
  ] as [string, ModelBundle['tensors']][])('is refused when its heads %s', async (_, tensors) => {
    const encoder = await SharedEncoder.load({ modelFolder: MINILM, threads: 1 });
    encoders.push(encoder);
    await expect(encoder.classifierOf({ ...bundle, tensors })).rejects.toMatchObject({ code: 'model_untrusted' });
  });
});
