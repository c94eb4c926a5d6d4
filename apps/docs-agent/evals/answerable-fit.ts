/**
 * Fits when the agent answers, searches once more, or declines, to questions with and without an answer:
 *
 *     node apps/docs-agent/evals/answerable-fit.ts
 *
 * It prints what to write into `src/agent/answerable/model.ts`, and how well it does on questions that it was fitted
 * without.
 */
import { quantile } from '@pareto/evaluation';
import { fitLogistic, logit } from '../../../packages/retrieval/evals/logistic-regression.ts';
import type { Signs } from '../src/agent/answerable/features.ts';
import { type Observation, observe } from './answerable-observations.ts';
import { packagesCorpus } from './corpora.ts';
import { packageQuestions } from './question-set.ts';

/** Of the answerable so many may be declined at the end. */
const LOSS = 0.13;
/** Of the answerable so many are searched for once more. */
const SECOND_SEARCHES = 0.3;
const FOLDS = 10;

function fit(observations: readonly Observation[], keys: readonly (keyof Signs)[]) {
  const sizes = Map.groupBy(observations, ({ isAnswerable }) => isAnswerable);
  const examples = observations.map(({ signs, isAnswerable }) => ({
    features: keys.map((key) => signs[key]),
    isPositive: isAnswerable,
    // Both kinds count alike, however many there are.
    weight: 50 / sizes.get(isAnswerable)!.length,
  }));
  const model = fitLogistic(examples);
  const value = ({ signs }: Observation) =>
    1 /
    (1 +
      Math.exp(
        -logit(
          model,
          keys.map((key) => signs[key]),
        ),
      ));
  const positives = observations
    .filter(({ isAnswerable }) => isAnswerable)
    .map(value)
    .sort((a, b) => a - b);
  return { ...model, value, likely: quantile(positives, LOSS), sure: quantile(positives, SECOND_SEARCHES) };
}

/** Each question by a model that was fitted without it. */
function crossValidated(observations: readonly Observation[], keys: readonly (keyof Signs)[]) {
  return Array.from({ length: FOLDS }, (_, fold) => {
    const model = fit(
      observations.filter((_, i) => i % FOLDS !== fold),
      keys,
    );
    return observations
      .filter((_, i) => i % FOLDS === fold)
      .map((one) => ({ ...one, value: model.value(one), isDeclined: model.value(one) < model.likely }));
  }).flat();
}

function areaUnderCurve(judged: readonly { isAnswerable: boolean; value: number }[]): number {
  const [yes, no] = [true, false].map((kind) => judged.filter(({ isAnswerable }) => isAnswerable === kind));
  const wins = yes!.flatMap((a) => no!.map((b) => (a.value > b.value ? 1 : a.value === b.value ? 0.5 : 0)));
  return wins.reduce<number>((sum, win) => sum + win, 0) / wins.length;
}

await using corpus = await packagesCorpus();
const sets = (['tuning', 'fitting', 'opened'] as const).flatMap((set) => packageQuestions(set));
const observations = await observe(sets, corpus);

const all = Object.keys(observations[0]!.signs) as (keyof Signs)[];
for (const keys of [all, ...all.map((left) => all.filter((key) => key !== left)), ...all.map((only) => [only])]) {
  const judged = crossValidated(observations, keys);
  const share = (kind: boolean) => {
    const of = judged.filter(({ isAnswerable }) => isAnswerable === kind);
    return (of.filter(({ isDeclined }) => isDeclined).length / of.length).toFixed(2);
  };
  const area = areaUnderCurve(judged).toFixed(3);
  console.log(
    `${keys.join(' ').padEnd(70)} area ${area}  declined: unanswerable ${share(false)}, answerable ${share(true)}`,
  );
}
const { intercept, weights, likely, sure } = fit(observations, all);
console.log(
  JSON.stringify(
    {
      weights: Object.fromEntries(all.map((key, i) => [key, Number(weights[i]!.toFixed(3))])),
      intercept,
      sure,
      likely,
    },
    null,
    2,
  ),
);
