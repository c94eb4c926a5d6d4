import { quantile } from '@pareto/evaluation';
import {
  type Example,
  fitLogistic,
  type LogisticModel,
  logit,
} from '../../../packages/retrieval/evals/logistic-regression.ts';

export interface Observation {
  readonly set: string;
  readonly isAnswerable: boolean;
  /** As `answerabilityFeatures` gives them. */
  readonly features: readonly number[];
}

export interface FittedAnswerability extends LogisticModel {
  readonly threshold: number;
  readonly likely: number;
  readonly sure: number;
}

/** What a model is made of, and the errors that its thresholds accept. */
export interface FitOptions {
  /** Places of the features to use; all when absent. */
  readonly using?: readonly number[] | undefined;
  /** Refused before anything is tried, or right after the model read. */
  readonly loss: number;
  /** Not answered where no model reads. */
  readonly unread: number;
  /** Of those without an answer: quoted although the model wrote nothing that is borne out. */
  readonly quoted: number;
}

/** Questions with and without an answer count alike, however many there are. More evidence never counts against. */
export function fitAnswerability(observations: readonly Observation[], options: FitOptions): FittedAnswerability {
  const sizes = Map.groupBy(observations, ({ isAnswerable }) => isAnswerable);
  const examples = observations.map(({ features, isAnswerable }): Example => {
    return { features, isPositive: isAnswerable, weight: 100 / sizes.get(isAnswerable)!.length };
  });
  const model = fitNonNegative(examples, options.using);
  const logits = (isAnswerable: boolean) =>
    observations
      .filter((observation) => observation.isAnswerable === isAnswerable)
      .map(({ features }) => logit(model, features))
      .sort((a, b) => a - b);
  const threshold = quantile(logits(true), options.loss);
  const likely = Math.max(threshold, quantile(logits(true), options.unread));
  return { ...model, threshold, likely, sure: Math.max(likely, quantile(logits(false), 1 - options.quoted)) };
}

/** Fits without the features that get a negative weight, the most negative first. */
function fitNonNegative(
  examples: readonly Example[],
  left: readonly number[] = examples[0]!.features.map((_, i) => i),
): LogisticModel {
  const model = fitLogistic(
    examples.map((example) => ({ ...example, features: left.map((i) => example.features[i]!) })),
  );
  const worst = model.weights.indexOf(Math.min(...model.weights));
  if (model.weights[worst]! < 0) {
    return fitNonNegative(
      examples,
      left.filter((_, i) => i !== worst),
    );
  }
  const weights = examples[0]!.features.map((_, i) => (left.includes(i) ? model.weights[left.indexOf(i)]! : 0));
  return { intercept: model.intercept, weights };
}

const FOLDS = 10;

/** An observation by a model that was fitted without it. */
export interface Judgement extends Observation, Pick<FittedAnswerability, 'threshold' | 'likely' | 'sure'> {
  readonly value: number;
}

export function crossValidated(observations: readonly Observation[], options: FitOptions): Judgement[] {
  return Array.from({ length: FOLDS }, (_, fold) => {
    const model = fitAnswerability(
      observations.filter((_, i) => i % FOLDS !== fold),
      options,
    );
    return observations
      .filter((_, i) => i % FOLDS === fold)
      .map((observation) => ({ ...model, ...observation, value: logit(model, observation.features) }));
  }).flat();
}
