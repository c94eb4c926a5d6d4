import type { ChatModel } from '@pareto/contracts';
import type { Signs } from './features.ts';
import { ANSWERABLE_MODEL } from './model.ts';

/**
 * The model that is told when to answer: left to itself it declines half of what it could answer, and makes up what nobody
 * wrote. A stronger one decides for itself.
 */
export const SMALL_MODEL = 'qwen2.5-coder-1.5b-instruct-q4_k_m';

export function isSmall({ id }: Pick<ChatModel, 'id'>): boolean {
  return id === SMALL_MODEL;
}

/** An answer, another search, or neither. */
export type NextStep = 'answer' | 'search' | 'decline';

/**
 * Of there being an answer in what was read, 0 to 1: a logistic model, fitted on questions of which half have one
 * (`evals/answerable-fit.ts`).
 */
export function likelihoodOf(signs: Signs): number {
  const { weights, intercept } = ANSWERABLE_MODEL;
  const keys = Object.keys(weights) as (keyof Signs)[];
  const logit = keys.reduce((sum, key) => sum + weights[key] * signs[key], intercept);
  return 1 / (1 + Math.exp(-logit));
}

/** @param maySearch whether other words may still be tried. */
export function nextStepOn(signs: Signs, { maySearch }: { readonly maySearch: boolean }): NextStep {
  const likelihood = likelihoodOf(signs);
  if (likelihood >= ANSWERABLE_MODEL.sure) return 'answer';
  if (maySearch) return 'search';
  return likelihood >= ANSWERABLE_MODEL.likely ? 'answer' : 'decline';
}
