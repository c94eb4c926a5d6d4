import { CLASSIFIER_STAGES, type Classification, type ClassifierStage, type TokenUsage } from '@pareto/contracts';
import type { LiveModelEvent, LiveModels } from '@pareto/model-registry';
import { Counter, Gauge, type Registry } from '@prometheus-io/client';
import type { Admission } from './admission.ts';
import type { FeedbackStore } from './feedback/feedback-store.ts';
import type { Incidents } from './incidents/incidents.ts';
import type { LoadedModel } from './models/bundle-loader.ts';

interface Watched {
  readonly models: LiveModels<LoadedModel>;
  readonly admission: Admission;
  readonly incidents: Incidents;
  readonly store: FeedbackStore;
}

/** What operators watch beside the requests: what the cascade costs, how often it abstains, which versions serve. */
export class ClassifierMetrics {
  readonly #counters: readonly Counter<string>[] = [];
  readonly #answers = this.#counter('ticket_answers_total', 'Tickets by what answered them', ['model', 'answered_by']);
  readonly #abstentions = this.#counter('ticket_abstentions_total', 'Abstentions by reason', ['model', 'reason']);
  readonly #texts = this.#counter('ticket_stage_texts_total', 'Tickets that a stage of the cascade was asked', [
    'stage',
  ]);
  readonly #seconds = this.#counter('ticket_stage_seconds_total', 'Time that a stage took, waiting included', [
    'stage',
  ]);
  readonly #tokens = this.#counter('ticket_chat_tokens_total', 'Tokens of the chat model', ['kind']);
  readonly #swaps = this.#counter('ticket_model_events_total', 'Swaps and failures of models', ['model', 'event']);

  constructor() {
    // A stage that was never asked cost nothing, which is a figure too.
    for (const stage of CLASSIFIER_STAGES) this.stageAsked(stage, 0, 0);
  }

  readonly stageAsked = (stage: ClassifierStage, texts: number, seconds: number): void => {
    this.#texts.inc({ stage }, texts);
    this.#seconds.inc({ stage }, seconds);
  };

  readonly answered = (model: string, { heads, answeredBy }: Classification): void => {
    this.#answers.inc({ model, answered_by: answeredBy });
    const reason = heads[0]!.reason;
    if (reason) this.#abstentions.inc({ model, reason });
  };

  readonly tokensUsed = ({ promptTokens, completionTokens }: TokenUsage): void => {
    this.#tokens.inc({ kind: 'prompt' }, promptTokens);
    this.#tokens.inc({ kind: 'completion' }, completionTokens);
  };

  readonly modelChanged = ({ name, kind }: LiveModelEvent): void => {
    this.#swaps.inc({ model: name, event: kind });
  };

  register(registry: Registry, { models, admission, incidents, store }: Watched): void {
    for (const counter of this.#counters) registry.registerMetric(counter);
    const gauge = (name: string, help: string, read: () => number) =>
      new Gauge({
        name,
        help,
        registers: [registry],
        collect() {
          this.set(read());
        },
      });
    gauge('tickets_in_work', 'Tickets that are being classified or wait for it', () => admission.inWork);
    gauge('ticket_incidents', 'Bursts of alike tickets that go on', () => incidents.list().length);
    gauge('ticket_feedback_rows', 'Feedback that is kept', () => store.count);
    new Gauge({
      name: 'ticket_model_version',
      help: 'The version of a model that serves; 0 when none does',
      labelNames: ['model', 'degraded'],
      registers: [registry],
      collect() {
        this.reset();
        for (const { name, serving, isDegraded } of models.statuses) {
          this.set({ model: name, degraded: String(isDegraded) }, serving?.version ?? 0);
        }
      },
    });
  }

  #counter(name: string, help: string, labelNames: string[]): Counter<string> {
    const counter = new Counter({ name, help, labelNames, registers: [] });
    (this.#counters as Counter<string>[]).push(counter);
    return counter;
  }
}
