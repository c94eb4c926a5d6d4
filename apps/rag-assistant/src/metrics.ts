import { Counter, Gauge, type Registry } from '@prometheus-io/client';
import type { Catalogue } from './catalogue/catalogue.ts';
import type { FinalAnswer } from './use-cases/answer-question.ts';

/** What operators watch beside the requests: how much is indexed, how much waits, and what answers come to. */
export class AssistantMetrics {
  readonly #answers: Counter<'outcome'>;

  constructor(registry: Registry, catalogue: Catalogue) {
    const registers = [registry];
    const gauge = (name: string, help: string, read: () => number) =>
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    gauge('rag_documents', 'Documents that searches see', () => catalogue.documents.counts().documents);
    gauge('rag_passages', 'Passages that searches see', () => catalogue.documents.counts().passages);
    gauge('rag_jobs', 'Documents waiting to be indexed, or being indexed', () => catalogue.jobs.waiting());
    this.#answers = new Counter({
      name: 'rag_answers_total',
      help: 'Answers by outcome: written by the model, extractive, degraded, or the reason of a refusal',
      labelNames: ['outcome'],
      registers,
    });
  }

  answered({ reason, degraded, extractive }: FinalAnswer): void {
    this.#answers.inc({ outcome: reason ?? (degraded ? 'degraded' : extractive ? 'extractive' : 'written') });
  }
}
