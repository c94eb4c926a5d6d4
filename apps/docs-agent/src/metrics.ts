import { Counter, Gauge, Histogram, type Registry } from '@prometheus-io/client';
import type { Answer } from './agent/events.ts';
import type { DocSource } from './docs-index.ts';

const SECONDS = [0.5, 1, 2, 5, 10, 20, 30, 60, 120];

/** What operators watch beside the requests: what is indexed, what answers come to, and which tools fail. */
export class AgentMetrics {
  readonly #answers: Counter<'outcome' | 'finish_reason'>;
  readonly #tools: Counter<'tool' | 'status'>;
  readonly #struck: Counter;
  readonly #duration: Histogram;

  constructor(registry: Registry, sources: () => readonly DocSource[]) {
    const registers = [registry];
    new Gauge({
      name: 'docs_sources',
      help: 'Versions of packages, and folders, by status',
      labelNames: ['status'],
      registers,
      collect() {
        for (const status of ['indexing', 'ready', 'failed'] as const) {
          this.set({ status }, sources().filter((source) => source.status === status).length);
        }
      },
    });
    new Gauge({
      name: 'docs_sections',
      help: 'Sections of pages that searches see',
      registers,
      collect() {
        this.set(sources().reduce((sum, { chunks }) => sum + chunks, 0));
      },
    });
    this.#answers = new Counter({
      name: 'docs_answers_total',
      help: 'Answers by outcome, answered or abstained, and by why they end',
      labelNames: ['outcome', 'finish_reason'],
      registers,
    });
    this.#tools = new Counter({
      name: 'docs_tool_calls_total',
      help: 'Calls of tools by how they ended; tools that do not exist count as "other"',
      labelNames: ['tool', 'status'],
      registers,
    });
    this.#struck = new Counter({
      name: 'docs_struck_total',
      help: 'Names and addresses that no source has, and statements that nothing bears out, struck from answers',
      registers,
    });
    this.#duration = new Histogram({
      name: 'docs_answer_seconds',
      help: 'Time of all steps of an answer together: plan, tools, model',
      buckets: SECONDS,
      registers,
    });
  }

  /** @param tools names of those there are: a model may call what it likes. */
  answered({ abstained, finish_reason, steps, struck }: Answer, tools: ReadonlySet<string>): void {
    this.#answers.inc({ outcome: abstained ? 'abstained' : 'answered', finish_reason });
    this.#struck.inc(struck.length);
    for (const { tool, status = 'ok' } of steps) {
      if (tool !== undefined) this.#tools.inc({ tool: tools.has(tool) ? tool : 'other', status });
    }
    this.#duration.observe(steps.reduce((sum, { ms }) => sum + ms, 0) / 1_000);
  }
}
