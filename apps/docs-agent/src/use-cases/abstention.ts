import type { Language } from '@pareto/grounding';
import type { Draft } from '../agent/docs-agent.ts';
import type { FinalAnswer } from '../agent/final-answer.ts';
import type { Reading } from '../agent/ports.ts';
import { REPLIES } from '../prompts/replies.ts';
import { placeName } from '../tools/source-reference.ts';
import type { Outcome } from './answer-run.ts';

/** Pages named where there is no answer. */
const NEAREST_PAGES = 3;

/** What is said in place of an answer. */
export function abstention({ isGap, nearest = [] }: Outcome, searched: readonly string[], language: Language): string {
  const replies = REPLIES[language];
  return [isGap ? replies.notFound : replies.notFinished, replies.looked(searched, nearest)].filter(Boolean).join(' ');
}

/**
 * Whether it is the documentation that holds no answer: it was searched, and the model said so or wrote to its end what
 * nothing bears out. What a spent budget cut off tells nothing of the documentation.
 */
export function isGap({ plan, finish, text }: Draft, { isDeclined }: FinalAnswer): boolean {
  const isSearched = plan.steps.some(({ status }) => status === 'found' || status === 'empty');
  const isWhole = finish === 'stop' || (finish === 'repetition' && text.trim() !== '');
  return isSearched && (isWhole || isDeclined);
}

/** The first few pages that were read, as a reader would name them. */
export function nearestPages(readings: readonly Reading[]): string[] {
  const names = readings.map(({ place }) => placeName({ ...place, anchor: undefined }));
  return [...new Set(names)].slice(0, NEAREST_PAGES);
}
