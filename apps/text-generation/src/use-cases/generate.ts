import { type GenerationEvent, ServiceError, type TokenUsage } from '@pareto/contracts';
import type { Caller } from '@pareto/service-kit';
import type { Queued } from '../admission/admit.ts';
import type { BackEnd } from '../back-ends/back-end.ts';
import type { Generation } from '../protocol/generation.ts';
import { addChoice, NO_USAGE } from '../protocol/usage.ts';
import type { Quotas } from '../quotas/quotas.ts';
import { mostTokens } from '../routing/estimate.ts';
import { isFallbackCause } from '../routing/fallback.ts';
import type { Router, Target } from '../routing/router.ts';
import type { Attempt } from './attempt.ts';
import { requireSupport } from './support.ts';
import { type TimeLimit, timeLimit } from './time-limit.ts';

/** What happens during a request, in order. */
export type GenerationStep =
  | Queued
  /** The first token is there: from now on this model answers, or the request fails. */
  | { readonly type: 'started'; readonly model: string }
  | { readonly type: 'event'; readonly choice: number; readonly event: GenerationEvent }
  | { readonly type: 'usage'; readonly usage: TokenUsage };

/** English prose has about four characters a token: good enough to hold a place in a quota until the real number is known. */
const BYTES_PER_TOKEN = 4;
/** What an answer without a limit is expected to need. */
const USUAL_ANSWER_TOKENS = 512;

export interface GenerateOptions {
  readonly caller: Caller;
  /** Callers on this machine may be free of limits. */
  readonly isLimited: boolean;
  /** Aborts when the caller leaves. */
  readonly signal: AbortSignal;
}

/** Quota, then slot, then model; the next model where one fails before its first token. */
export class Generate {
  readonly #router: Router;
  readonly #quotas: Quotas;
  readonly #attempt: Attempt;
  readonly #timeoutMs: number;
  readonly #running = new Set<TimeLimit>();

  /** @param timeoutMs for a whole answer, waiting included. */
  constructor(router: Router, quotas: Quotas, attempt: Attempt, timeoutMs: number) {
    this.#router = router;
    this.#quotas = quotas;
    this.#attempt = attempt;
    this.#timeoutMs = timeoutMs;
  }

  /** @throws ServiceError what the port lists, and `model_not_found`, `queue_full`, `quota_exceeded`, … */
  async *run(generation: Generation, { caller, isLimited, signal }: GenerateOptions): AsyncGenerator<GenerationStep> {
    const target = this.#router.resolve(generation.model);
    const estimate = mostTokens(generation.choices, USUAL_ANSWER_TOKENS);
    const promptTokens = Math.ceil(estimate.promptTokens / BYTES_PER_TOKEN);
    const lease = isLimited ? this.#quotas.enter(caller, promptTokens + estimate.completionTokens) : undefined;
    const deadline = timeLimit(signal, this.#timeoutMs, (ms) => {
      return new ServiceError('request_timed_out', `the answer was not complete within ${ms} ms`);
    });
    this.#running.add(deadline);
    let usage = NO_USAGE;
    let pieces = 0;
    try {
      for await (const step of this.#firstThatAnswers(target, generation, deadline.signal)) {
        if (step.type === 'event') {
          const { event, choice } = step;
          if (event.type === 'finish') {
            usage = addChoice(usage, event.usage, choice % generation.choicesPerPrompt === 0);
            pieces = 0;
          } else if (event.type !== 'tool-call') pieces += 1;
        }
        yield step;
      }
      yield { type: 'usage', usage };
    } finally {
      deadline.stop();
      this.#running.delete(deadline);
      // Of a choice that broke off nobody knows the usage; each of its pieces was a token at least.
      const broken = pieces === 0 ? 0 : pieces + promptTokens;
      lease?.settle(usage.promptTokens + usage.completionTokens + broken);
      lease?.close();
    }
  }

  /** Ends every answer that is being made. */
  stop(): void {
    for (const answer of this.#running) answer.abort(new ServiceError('chat_model_failed', 'the service is stopping'));
  }

  async *#firstThatAnswers(
    { chain, adapter }: Target,
    generation: Generation,
    signal: AbortSignal,
  ): AsyncGenerator<GenerationStep> {
    for (const [i, backEnd] of chain.entries()) {
      let isStarted = false;
      try {
        await this.#requireSupport(backEnd, generation, adapter);
        for await (const step of this.#attempt.run(backEnd, generation, { adapter, signal })) {
          isStarted ||= step.type === 'started';
          yield step;
        }
        return;
      } catch (error) {
        signal.throwIfAborted();
        if (isStarted || i === chain.length - 1 || !isFallbackCause(error)) throw inWordsOf(generation, error);
      }
    }
  }

  async #requireSupport(backEnd: BackEnd, generation: Generation, adapter: string | undefined): Promise<void> {
    const { model } = await backEnd.open();
    requireSupport(model, generation, adapter);
  }
}

/** The port speaks of messages where the caller gave a prompt. */
function inWordsOf({ promptParam }: Generation, error: unknown): unknown {
  if (!(error instanceof ServiceError) || error.param !== 'messages' || promptParam === 'messages') return error;
  return new ServiceError(error.code, error.message, { param: promptParam, cause: error });
}
