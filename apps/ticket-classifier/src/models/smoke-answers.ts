import type { HeadDecision, ModelBundleManifest } from '@pareto/contracts';
import type { SmokeAnswer } from '@pareto/model-registry';

type SmokeText = ModelBundleManifest['smoke'][number];

/** Labels whose probabilities lie so near are as good as even: int8 and another machine's arithmetic may turn them round. */
const TIE = 0.05;

/**
 * What a model says to a smoke text, by head. Where two labels are as good as even, the promised one of them counts: a
 * model that is unsure of a text is not another model for it.
 */
export function smokeAnswer(heads: readonly HeadDecision[], promised: SmokeText | undefined): SmokeAnswer {
  return Object.fromEntries(
    heads.map(({ head, label, confidence, probabilities }) => {
      const other = probabilities.find((each) => each.label === promised?.labels[head]);
      const isTie = other !== undefined && confidence - other.probability <= TIE;
      return [head, isTie ? other : { label, probability: confidence }];
    }),
  );
}
