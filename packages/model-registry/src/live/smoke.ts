import type { LabelProbability, ModelBundleManifest } from '@pareto/contracts';
import { untrusted } from '../bundle/verify-bundle.ts';

/** By head, the labels of a text with their probabilities. */
export type SmokeAnswer = Readonly<Record<string, readonly LabelProbability[]>>;

/** How far a probability may lie from the manifest's, where the log-odds tell no more. */
const TOLERANCE = 0.05;
/**
 * How far its log-odds may: int8 moves those of a trained encoder by up to half, which is little of what is sure and a tenth of
 * what is as good as even. Another model is off by more on one text or another.
 */
const SHIFT = 0.75;
/** Two labels whose odds are nearer than that can be turned round by the same arithmetic. */
const TIE = 0.5;

/**
 * Compares what a loaded model says to its smoke texts with what its manifest promises: the promised label is the
 * likeliest, or as good as even with it, and has the promised probability, but for what arithmetic does.
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
      if (!(Math.log(likeliest / actual) <= TIE))
        throw untrusted(`${where}: the label is not the one that its manifest promises`);
      if (!isAsPromised(actual, probability[head]!)) {
        const [is, should] = [actual, probability[head]!].map((value) => value.toFixed(3));
        throw untrusted(`${where}: the probability is ${is}, its manifest promises ${should}`);
      }
    }
  }
}

function isAsPromised(actual: number, promised: number): boolean {
  return Math.abs(actual - promised) <= TOLERANCE || Math.abs(logOdds(actual) - logOdds(promised)) <= SHIFT;
}

function logOdds(probability: number): number {
  return Math.log(probability / (1 - probability));
}
