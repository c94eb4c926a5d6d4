import type { HeadDecision } from '@pareto/contracts';
import type { z } from 'zod';
import type { TicketAnswer } from '../use-cases/classify-tickets.ts';
import type { ticketAnswer } from './schemas.ts';

type Answer = z.infer<typeof ticketAnswer>;

export function toAnswer({ classification, model, degraded }: TicketAnswer, topK: number): Answer {
  const { heads, answeredBy } = classification;
  const decisions = heads.map((head) => [head.head, toDecision(head, topK)] as const);
  return {
    ...decisions[0]![1],
    ...(heads.length > 1 ? { heads: Object.fromEntries(decisions) } : {}),
    answered_by: answeredBy,
    model: { name: model.name, version: model.version, run_id: model.runId },
    degraded,
  };
}

function toDecision(decision: HeadDecision, topK: number) {
  const { label, confidence, abstained, reason, predictionSet, probabilities, scopeScore } = decision;
  return {
    label,
    confidence: rounded(confidence),
    abstained,
    ...(reason === undefined ? {} : { reason }),
    prediction_set: [...predictionSet],
    ...(scopeScore === undefined ? {} : { scope_score: rounded(scopeScore) }),
    labels: probabilities.slice(0, topK).map((each) => ({ label: each.label, probability: rounded(each.probability) })),
  };
}

/** More digits than these are noise of the arithmetic. */
function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

export function elapsedMs(began: number): number {
  return Math.round((performance.now() - began) * 10) / 10;
}
