import type { ModelBundleManifest } from '@pareto/contracts';
import { untrusted } from '../bundle/verify-bundle.ts';

/** By head, the likeliest label of a text and its probability. */
export type SmokeAnswer = Readonly<Record<string, { readonly label: string; readonly probability: number }>>;

/** How far a probability may lie from the manifest's: int8 and another machine's arithmetic move it less. */
const TOLERANCE = 0.05;

/** Compares what a loaded model says to its smoke texts with what its manifest promises. @throws ServiceError `model_untrusted`. */
export function checkSmoke(smoke: ModelBundleManifest['smoke'], answers: readonly SmokeAnswer[]): void {
  for (const [index, { labels, probability }] of smoke.entries()) {
    for (const [head, label] of Object.entries(labels)) {
      const answer = answers[index]?.[head];
      const where = `smoke text ${index + 1}, ${head}`;
      if (answer?.label !== label) throw untrusted(`${where}: the label is not the one that its manifest promises`);
      const distance = Math.abs(answer.probability - probability[head]!);
      // Written so that NaN is refused as well.
      if (!(distance <= TOLERANCE)) {
        const [actual, promised] = [answer.probability, probability[head]!].map((value) => value.toFixed(3));
        throw untrusted(`${where}: the probability is ${actual}, its manifest promises ${promised}`);
      }
    }
  }
}
