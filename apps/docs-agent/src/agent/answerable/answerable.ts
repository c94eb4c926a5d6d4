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

export interface Verdict {
  /** An answer, another search, or neither. */
  readonly next: 'answer' | 'search' | 'decline';
  /** What was read most likely holds the answer. */
  readonly isSure: boolean;
}

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
export function verdictOn(signs: Signs, { maySearch }: { readonly maySearch: boolean }): Verdict {
  const likelihood = likelihoodOf(signs);
  const isSure = likelihood >= ANSWERABLE_MODEL.sure;
  if (isSure) return { next: 'answer', isSure };
  if (maySearch) return { next: 'search', isSure };
  return { next: likelihood >= ANSWERABLE_MODEL.likely ? 'answer' : 'decline', isSure };
}
