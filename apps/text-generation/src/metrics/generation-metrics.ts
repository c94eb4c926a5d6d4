import type { TokenUsage } from '@pareto/contracts';
import { Counter, Gauge, Histogram, type Registry } from '@prometheus-io/client';
import type { BackEnd } from '../back-ends/back-end.ts';

const LABELS = ['gen_ai_request_model', 'gen_ai_provider_name'] as const;
type Label = (typeof LABELS)[number];
/** The buckets that OpenTelemetry's conventions advise. */
const FIRST_TOKEN_SECONDS = [
  0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60,
];
const PER_TOKEN_SECONDS = [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5];
const DURATION_SECONDS = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];

/** What is measured of one call of a model; `end` counts once. */
export interface CallMetrics {
  firstToken(): void;
  finish(usage: TokenUsage): void;
  /** @param outcome `ok`, or the code of the error. */
  end(outcome: string): void;
}

/** Generation in OpenTelemetry's GenAI names, in Prometheus form. */
export class GenerationMetrics {
  readonly #requests: Counter<Label | 'outcome'>;
  readonly #tokens: Counter<Label | 'gen_ai_token_type'>;
  readonly #firstToken: Histogram<Label>;
  readonly #perToken: Histogram<Label>;
  readonly #duration: Histogram<Label>;

  constructor(registry: Registry, backEnds: readonly BackEnd[]) {
    const registers = [registry];
    this.#requests = new Counter({
      name: 'gen_ai_server_requests_total',
      help: 'Calls of a model by outcome: ok, or the code of the error',
      labelNames: [...LABELS, 'outcome'],
      registers,
    });
    this.#tokens = new Counter({
      name: 'gen_ai_client_token_usage_total',
      help: 'Tokens by type: input, output, and cached for those of the input that were still in memory',
      labelNames: [...LABELS, 'gen_ai_token_type'],
      registers,
    });
    this.#firstToken = new Histogram({
      name: 'gen_ai_server_time_to_first_token_seconds',
      help: 'Time from the arrival of a call to its first token, waiting for a slot included',
      labelNames: LABELS,
      buckets: FIRST_TOKEN_SECONDS,
      registers,
    });
    this.#perToken = new Histogram({
      name: 'gen_ai_server_time_per_output_token_seconds',
      help: 'Time of each token after the first, as a mean of one answer',
      labelNames: LABELS,
      buckets: PER_TOKEN_SECONDS,
      registers,
    });
    this.#duration = new Histogram({
      name: 'gen_ai_server_request_duration_seconds',
      help: 'Time from the arrival of a call to its last token, waiting for a slot included',
      labelNames: LABELS,
      buckets: DURATION_SECONDS,
      registers,
    });
    queueGauge(
      'gen_ai_server_queue_length',
      'Callers that wait for a slot',
      registry,
      backEnds,
      (queue) => queue.waiting,
    );
    queueGauge('gen_ai_server_slots_used', 'Slots in use', registry, backEnds, (queue) => queue.running);
    queueGauge('gen_ai_server_slots', 'Slots in all', registry, backEnds, (queue) => queue.slots);
  }

  begin(backEnd: BackEnd): CallMetrics {
    const labels = labelsOf(backEnd);
    const began = performance.now();
    let first: number | undefined;
    let isOver = false;
    return {
      firstToken: () => {
        first = performance.now();
        this.#firstToken.observe(labels, (first - began) / 1_000);
      },
      finish: ({ promptTokens, cachedTokens, completionTokens }) => {
        const count = (type: string, tokens: number) =>
          this.#tokens.inc({ ...labels, gen_ai_token_type: type }, tokens);
        count('input', promptTokens);
        count('cached', cachedTokens);
        count('output', completionTokens);
        const now = performance.now();
        if (first !== undefined && completionTokens > 1) {
          this.#perToken.observe(labels, (now - first) / 1_000 / (completionTokens - 1));
        }
        // The next choice of the same request begins here.
        first = now;
      },
      end: (outcome) => {
        if (isOver) return;
        isOver = true;
        this.#requests.inc({ ...labels, outcome });
        this.#duration.observe(labels, (performance.now() - began) / 1_000);
      },
    };
  }
}

function labelsOf({ id, options }: BackEnd) {
  return { gen_ai_request_model: id, gen_ai_provider_name: options.kind };
}

function queueGauge(
  name: string,
  help: string,
  registry: Registry,
  backEnds: readonly BackEnd[],
  read: (queue: NonNullable<BackEnd['queue']>) => number,
): void {
  const gauge = new Gauge({
    name,
    help,
    labelNames: LABELS,
    registers: [registry],
    collect: () => {
      for (const backEnd of backEnds) if (backEnd.queue) gauge.set(labelsOf(backEnd), read(backEnd.queue));
    },
  });
}
