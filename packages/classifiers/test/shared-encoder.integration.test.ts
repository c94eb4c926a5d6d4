import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeTicketClassifier } from '@pareto/contract-tests';
import { type HeadDecision, ServiceError } from '@pareto/contracts';
import { GraphEncoder } from '@pareto/onnx-encoder';
import { WordPieceTokenizer } from '@pareto/wordpiece';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loraAdapter } from '../src/bundle/lora-adapter.ts';
import { loadBundle, type ModelBundle, SharedEncoder, softmax, TfIdfClassifier } from '../src/index.ts';
import { hasMiniLm, MINILM, SMALL_BUNDLE } from './models.ts';
import { sineAdapter } from './sine-adapter.ts';

const golden = JSON.parse(readFileSync(join(import.meta.dirname, 'golden/lora.json'), 'utf8')) as {
  rank: number;
  size: number;
  rows: { text: string; base: number[]; adapted: number[] }[];
};
const bundle = await loadBundle(SMALL_BUNDLE);
/** The small bundle with an adapter that changes every text. */
const adapted: ModelBundle = sineAdapter(bundle, golden.rank, golden.size);

describe.skipIf(!hasMiniLm)('MiniLM with LoRA adapters (needs model files)', () => {
  const load = (precision: 'fp32' | 'int8') => SharedEncoder.load({ modelFolder: MINILM, precision, threads: 1 });

  for (const [precision, tolerance] of [
    ['fp32', 1e-4],
    ['int8', 0.1],
  ] as const) {
    let encoder: SharedEncoder;
    const create = async () => {
      encoder = await load(precision);
      return encoder.classifierOf(bundle);
    };
    describeTicketClassifier(precision, create, { sameText: tolerance });
    afterAll(() => encoder?.close());
  }

  it.each([
    ['fp32', 1e-4],
    ['int8', 0.2],
  ] as const)(
    '%s gives the vectors of PyTorch with PEFT, with and without an adapter, in one call',
    async (precision, tolerance) => {
      const graph = readFileSync(join(import.meta.dirname, `../models/minilm-lora.${precision}.onnx`));
      const weights = join(MINILM, 'model.safetensors');
      const tokenizer = new WordPieceTokenizer(MINILM);
      const failure = ({ message }: Error) => new ServiceError('classifier_failed', message);
      const encoder = await GraphEncoder.start({ graph, weights }, 1, failure);
      await encoder.attach('base', loraAdapter(bundle));
      await encoder.attach('adapted', loraAdapter(adapted));
      const texts = golden.rows.map(({ text }) => text);
      const encode = (group: string) =>
        Promise.all(texts.map((text) => encoder.encode(tokenizer.encode(text, 128), { group })));
      const [base, tuned] = await Promise.all([encode('base'), encode('adapted')]);
      for (const [i, row] of golden.rows.entries()) {
        expect(largestGap(base[i]!, row.base)).toBeLessThan(tolerance);
        expect(largestGap(tuned[i]!, row.adapted)).toBeLessThan(tolerance);
      }
      await encoder.close();
    },
  );

  describe('several bundles on one base', () => {
    let encoder: SharedEncoder;
    beforeAll(async () => {
      encoder = await load('fp32');
    });
    afterAll(() => encoder.close());

    it('answer as the manifest of the bundle says', async () => {
      const classifier = await encoder.classifierOf(bundle);
      const { smoke } = bundle.manifest;
      const answers = await classifier.classify(smoke.map(({ text }) => text));
      for (const [i, { labels, probability }] of smoke.entries()) {
        for (const { head, label, confidence } of answers[i]!.heads) {
          expect(label).toBe(labels[head]);
          expect(confidence).toBeCloseTo(probability[head]!, 3);
        }
      }
      await classifier.close();
    });

    it('let the words of a text weigh in as far as the manifest says', async () => {
      const gain = 1.5;
      const heads = bundle.manifest.heads.map((head) => ({ ...head, tfidf_gain: gain }));
      const weighing: ModelBundle = { ...bundle, manifest: { ...bundle.manifest, heads } };
      const text = 'The parcel never came and I want my money back';
      const [alone, words, together] = await Promise.all(
        [await encoder.classifierOf(bundle), new TfIdfClassifier(bundle), await encoder.classifierOf(weighing)].map(
          async (classifier) => {
            const [answer] = await classifier.classify([text]);
            await classifier.close();
            return answer!.heads[0]!;
          },
        ),
      );
      const [head, sure] = [bundle.manifest.heads[0]!, bundle.manifest.cascade!.temperature];
      // Probabilities are the logits again, up to a constant that no softmax sees.
      const logit = ({ probabilities }: HeadDecision, label: string, temperature: number) =>
        temperature * Math.log(probabilities.find((each) => each.label === label)!.probability);
      const sums = head.labels.map(
        (label) => logit(alone!, label, head.temperature) + gain * logit(words!, label, sure[head.name]!),
      );
      const expected = softmax(sums, head.temperature);
      for (const [i, label] of head.labels.entries()) {
        const found = together!.probabilities.find((each) => each.label === label)!.probability;
        expect(found).toBeCloseTo(expected[i]!, 4);
      }
      expect(together!.confidence).not.toBeCloseTo(alone!.confidence, 3);
    });

    it('answer each for itself while calls of both run and one of them goes', async () => {
      const [plain, tuned] = [await encoder.classifierOf(bundle), await encoder.classifierOf(adapted)];
      const text = 'Where is my parcel?';
      const alone = [await plain.classify([text]), await tuned.classify([text])];
      expect(alone[0]![0]!.heads[0]!.confidence).not.toBeCloseTo(alone[1]![0]!.heads[0]!.confidence, 3);
      const calls = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? plain : tuned).classify([text]));
      const closing = tuned.close();
      const answers = await Promise.all(calls);
      await closing;
      for (const [i, [answer]] of answers.entries()) {
        expect(answer!.heads[0]!.confidence).toBeCloseTo(alone[i % 2]![0]!.heads[0]!.confidence, 4);
      }
      expect(await plain.classify([text])).toHaveLength(1);
      await plain.close();
    });

    it('know what lies far from their tickets', async () => {
      const classifier = await encoder.classifierOf(bundle);
      const [near, far] = await classifier.classify(['My parcel has not arrived', 'def f(x): return x ** 2 + 0b1101']);
      expect(near!.heads[0]).toMatchObject({ label: 'delivery', abstained: false });
      expect(far!.heads[0]).toMatchObject({ abstained: true, reason: 'out_of_scope' });
      await classifier.close();
    });

    it.each([
      [
        'for other base weights',
        { manifest: { ...bundle.manifest, base: { ...bundle.manifest.base!, sha256: 'a'.repeat(64) } } },
      ],
      ['without its tensors', { tensors: new Map() }],
      [
        'with an adapter of another rank',
        { manifest: { ...adapted.manifest, adapter: { ...adapted.manifest.adapter, rank: 7 } } },
      ],
      ['with a graph that is none', { manifest: { ...bundle.manifest, base: null }, graph: Buffer.from('no graph') }],
    ] as [string, Partial<ModelBundle>][])('refuse a bundle %s', async (_, change) => {
      const opening = encoder.classifierOf({ ...adapted, ...change });
      await expect(opening).rejects.toMatchObject({ code: 'model_untrusted' });
    });
  });
});

function largestGap(a: Float32Array, b: readonly number[]): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}
