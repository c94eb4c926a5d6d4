import {
  type ChatCapability,
  type ChatModel,
  type GenerationRequest,
  ServiceError,
  type TokenUsage,
} from '@pareto/contracts';
import { admit } from '../admission/admit.ts';
import type { BackEnd } from '../back-ends/back-end.ts';
import type { CallMetrics, GenerationMetrics } from '../metrics/generation-metrics.ts';
import type { Generation } from '../protocol/generation.ts';
import { addChoice, NO_USAGE } from '../protocol/usage.ts';
import type { Reservation } from '../routing/budget.ts';
import { mostTokens } from '../routing/estimate.ts';
import type { GenerationStep } from './generate.ts';
import { timeLimit } from './time-limit.ts';

interface AttemptOptions {
  readonly adapter: string | undefined;
  readonly signal: AbortSignal;
}

/** One try at one model: a slot, then all choices in it one after the other, so that they share the prompt in memory. */
export class Attempt {
  readonly #metrics: GenerationMetrics;

  constructor(metrics: GenerationMetrics) {
    this.#metrics = metrics;
  }

  async *run(backEnd: BackEnd, generation: Generation, options: AttemptOptions): AsyncGenerator<GenerationStep> {
    const { model, queue } = await backEnd.open();
    const call = this.#metrics.begin(backEnd);
    try {
      const permit = yield* admit(queue, options.signal);
      try {
        yield* this.#choices(backEnd, model, generation, options, call);
      } finally {
        permit.release();
      }
      call.end('ok');
    } catch (error) {
      call.end(error instanceof ServiceError ? error.code : 'internal_error');
      throw error;
    } finally {
      // A consumer that stopped iterating runs neither of the above.
      call.end('request_cancelled');
    }
  }

  async *#choices(
    backEnd: BackEnd,
    model: ChatModel,
    { choices }: Generation,
    { adapter, signal }: AttemptOptions,
    call: CallMetrics,
  ): AsyncGenerator<GenerationStep> {
    const { maxAnswerTokens, firstTokenTimeoutMs, budget } = backEnd.options;
    const requests = choices.map((request) => ({ ...limited(request, model, maxAnswerTokens), adapter }));
    const reservation = budget?.reserve(mostTokens(requests, maxAnswerTokens ?? Number.POSITIVE_INFINITY));
    const patience = timeLimit(signal, firstTokenTimeoutMs, (ms) => {
      return new ServiceError('chat_model_failed', `the model "${backEnd.id}" gave no token within ${ms} ms`);
    });
    const spent = new Spending(reservation);
    try {
      let isStarted = false;
      for (const [choice, request] of requests.entries()) {
        for await (const event of model.generate(request, { signal: patience.signal })) {
          if (!isStarted) {
            isStarted = true;
            patience.stop();
            call.firstToken();
            yield { type: 'started', model: backEnd.id };
          }
          if (event.type === 'finish') {
            call.finish(event.usage);
            spent.add(event.usage);
          }
          yield { type: 'event', choice, event };
        }
      }
      spent.isComplete = true;
    } finally {
      patience.stop();
      spent.settle();
    }
  }
}

/** What the choices used; hosted servers bill the prompt of each. */
class Spending {
  readonly #reservation: Reservation | undefined;
  #usage: TokenUsage = NO_USAGE;
  isComplete = false;

  constructor(reservation: Reservation | undefined) {
    this.#reservation = reservation;
  }

  add(usage: TokenUsage): void {
    this.#usage = addChoice(this.#usage, usage, true);
  }

  settle(): void {
    this.#reservation?.settle(this.isComplete ? this.#usage : undefined);
  }
}

/** What is left to the model to decide, within what it can and may. */
function limited(request: GenerationRequest, model: ChatModel, maxAnswerTokens: number | undefined): GenerationRequest {
  const maxTokens =
    maxAnswerTokens === undefined ? request.maxTokens : Math.min(request.maxTokens ?? maxAnswerTokens, maxAnswerTokens);
  const { prompt } = request;
  if (prompt.kind !== 'chat') return { ...request, maxTokens };
  const can = (capability: ChatCapability) => model.capabilities.has(capability);
  const parallelToolCalls = prompt.parallelToolCalls && can('parallel_tool_calls');
  // Tools that are not to be called need no model that can.
  const tools = can('tools') ? prompt.tools : [];
  return { ...request, maxTokens, prompt: { ...prompt, tools, parallelToolCalls } };
}
