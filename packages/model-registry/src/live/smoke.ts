import type { LabelProbability, ModelBundleManifest } from '@pareto/contracts';
import { untrusted } from '../bundle/verify-bundle.ts';

/** By head, the labels of a text with their probabilities. */
export type SmokeAnswer = Readonly<Record<string, readonly LabelProbability[]>>;

/** How far a probability may lie from the manifest's: int8 and another machine's arithmetic move it less. */
const TOLERANCE = 0.05;
/** Labels that lie so near are as good as even: the same arithmetic may turn them round, and the model is still the same. */
const TIE = 0.05;

/**
 * Compares what a loaded model says to its smoke texts with what its manifest promises: the promised label is the
 * likeliest, or as good as even with it, and has the promised probability.
 * @throws ServiceError `model_untrusted`.
 */
export function checkSmoke(smoke: ModelBundleManifest['smoke'], answers: readonly SmokeAnswer[]): void {
  for (const [index, { labels, probability }] of smoke.entries()) {
    for (const [head, promised] of Object.entries(labels)) {
      const answer = answers[index]?.[head] ?? [];
      const actual = answer.find(({ label }) => label === promised)?.probability ?? Number.NaN;
      const likeliest = Math.max(...answer.map(({ probability }) => probability));
      const where = `smoke text ${index + 1}, ${head}`;
      // Written so that NaN is refused as well.
      if (!(likeliest - actual <= TIE))
        throw untrusted(`${where}: the label is not the one that its manifest promises`);
      if (!(Math.abs(actual - probability[head]!) <= TOLERANCE)) {
        const [is, should] = [actual, probability[head]!].map((value) => value.toFixed(3));
        throw untrusted(`${where}: the probability is ${is}, its manifest promises ${should}`);
      }
    }
  }
}
