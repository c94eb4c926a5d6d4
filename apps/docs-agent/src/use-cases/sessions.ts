import type { Answer } from '../agent/events.ts';
import type { Fact } from '../agent/store/facts.ts';
import type { DocGap } from '../agent/store/gaps.ts';
import type { Memory } from '../agent/store/memory.ts';
import type { RunStatus } from '../agent/store/runs.ts';
import type { Exchange } from '../agent/trace.ts';
import { runNotFound, sessionNotFound } from './ask.ts';

export interface SessionView {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly runs: readonly {
    readonly id: string;
    readonly question: string;
    readonly status: RunStatus;
    readonly answer: Answer | undefined;
  }[];
}

/** What is remembered of and for an owner. */
export class Sessions {
  readonly #memory: Memory;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** @throws ServiceError `session_not_found`, also for sessions of others. */
  view(owner: string, id: string): SessionView {
    const session = this.#memory.sessions.get(id, owner);
    if (!session) throw sessionNotFound();
    const runs = this.#memory.runs.list(id).map((run) => ({
      id: run.id,
      question: run.request.question,
      status: run.status,
      answer: run.answer,
    }));
    return { id, createdAt: session.createdAt, runs };
  }

  /**
   * What models and tools were asked in a run of the session, in order: to be replayed.
   * @throws ServiceError as `view`; `run_not_found`, also for runs of other sessions.
   */
  trace(owner: string, id: string, runId: string): readonly Exchange[] {
    if (!this.view(owner, id).runs.some((run) => run.id === runId)) throw runNotFound();
    return this.#memory.runs.exchanges(runId);
  }

  facts(owner: string): readonly Fact[] {
    return this.#memory.facts.list(owner);
  }

  /** Whether there was such a fact. */
  forgetFact(owner: string, id: string): boolean {
    return this.#memory.facts.delete(owner, id);
  }

  /** Questions that the documentation did not answer, the most frequent first. */
  gaps(limit?: number): readonly DocGap[] {
    return this.#memory.gaps.list(limit);
  }
}
