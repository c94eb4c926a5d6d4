import type { BundleHead, HeadDecision } from '@pareto/contracts';
import { predictionSetSize } from './prediction-set.ts';
import { softmax } from './probabilities.ts';

/** What a head decides with; a stage may have another temperature than the bundle's encoder. */
export type DecidingHead = Pick<
  BundleHead,
  'name' | 'labels' | 'temperature' | 'conformal' | 'abstain_below' | 'out_of_scope'
>;

/** The decision of a head on a text, of its logits and of the scope score where the head has one. */
export function decide(head: DecidingHead, logits: ArrayLike<number>, scopeScore?: number): HeadDecision {
  return decideOn(head, softmax(logits, head.temperature), scopeScore);
}

/** The same of probabilities. Out of scope goes before unsure: what belongs to no label is not a matter of which. */
export function decideOn(head: DecidingHead, given: ArrayLike<number>, scopeScore?: number): HeadDecision {
  const probabilities = head.labels
    .map((label, i) => ({ label, probability: given[i]! }))
    .sort((a, b) => b.probability - a.probability);
  const { label, probability: confidence } = probabilities[0]!;
  const size = predictionSetSize(
    probabilities.map(({ probability }) => probability),
    head.conformal,
  );
  const isOutside = scopeScore !== undefined && head.out_of_scope !== null && scopeScore < head.out_of_scope.threshold;
  const reason = isOutside ? 'out_of_scope' : confidence < head.abstain_below ? 'low_confidence' : undefined;
  return {
    head: head.name,
    label,
    confidence,
    predictionSet: probabilities.slice(0, size).map((each) => each.label),
    abstained: reason !== undefined,
    reason,
    probabilities,
    scopeScore,
  };
}
