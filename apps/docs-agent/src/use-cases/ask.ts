import { randomUUID } from 'node:crypto';
import { type ChatModel, ServiceError } from '@pareto/contracts';
import type { Budgets } from '../agent/budgets.ts';
import { DocsAgent } from '../agent/docs-agent.ts';
import type { Answer, NumberedEvent } from '../agent/events.ts';
import type { CountTokens } from '../agent/excerpts.ts';
import { LiveRuns } from '../agent/live-runs.ts';
import { memoryNotes } from '../agent/memory-notes.ts';
import { isAnsweredByTools, makePlan } from '../agent/plan.ts';
import type { AnswerProof, ToolProvider } from '../agent/ports.ts';
import type { Memory } from '../agent/store/memory.ts';
import type { Turn } from '../agent/trace.ts';
import type { DocsIndex } from '../docs-index.ts';
import { resolveSource, sourceName } from '../tools/source-reference.ts';
import { answerRun } from './answer-run.ts';

/** UTF-16 code units. */
export const MAX_QUESTION = 4_000;
/** A model server that is there says so sooner; milliseconds. */
const PING_MS = 3_000;

export interface AskFields {
  readonly model: ChatModel;
  readonly index: Pick<DocsIndex, 'sources' | 'mentions'>;
  readonly tools: ToolProvider;
  readonly proof: AnswerProof;
  readonly memory: Memory;
  readonly budgets?: Partial<Budgets> | undefined;
  readonly countTokens?: CountTokens | undefined;
  /** How long a run goes on that nobody follows, milliseconds. */
  readonly lingerMs?: number | undefined;
  /** Called with every answer, for metrics. */
  readonly onAnswer?: ((answer: Answer) => void) | undefined;
  /** Milliseconds since the epoch. */
  readonly clock?: (() => number) | undefined;
}

export interface Question {
  /** Whose sessions and facts these are: a key's name, or the hash of a session token. */
  readonly owner: string;
  readonly question: string;
  /** A new session when absent. */
  readonly sessionId?: string | undefined;
  readonly source?: string | undefined;
  readonly version?: string | undefined;
  /** Earlier turns, oldest first, where the caller keeps the conversation; those of the session when absent. */
  readonly history?: readonly Turn[] | undefined;
}

/** A question that is being answered. */
export interface Asked {
  readonly runId: string;
  readonly sessionId: string;
  /** To the end of the run. Leaving does not end it at once: who lost the connection may come back. */
  readonly events: AsyncGenerator<NumberedEvent>;
}

/** Answers questions, remembers the conversation, and goes on with runs that broke off. */
export class Ask {
  readonly #fields: AskFields;
  readonly #agent: DocsAgent;
  readonly #live: LiveRuns;
  readonly #clock: () => number;
  /** The last run of each session that has one going on: a session answers one question after the other. */
  readonly #last = new Map<string, Promise<void>>();

  constructor(fields: AskFields) {
    const { model, memory, budgets, countTokens, lingerMs } = fields;
    this.#fields = fields;
    this.#agent = new DocsAgent({ model, checkpoints: memory.checkpoints, budgets, countTokens });
    this.#live = new LiveRuns(memory.runs, lingerMs === undefined ? {} : { lingerMs });
    this.#clock = fields.clock ?? Date.now;
  }

  /**
   * For who would rather know before a stream begins: passes where the model answers, or where the question needs none.
   * @throws ServiceError as `ask` does, and of the model.
   */
  async requireModel(asked: Question, signal: AbortSignal): Promise<void> {
    const { model, index, tools } = this.#fields;
    this.#check(asked);
    // What is only to be remembered needs none.
    const { question } = memoryNotes(asked.question);
    if (question === '') return;
    const names = new Set(tools.offers.map(({ name }) => name));
    if (isAnsweredByTools(makePlan(question, index.sources(), { tools: names }))) return;
    await model.ping({ signal: AbortSignal.any([signal, AbortSignal.timeout(PING_MS)]) });
  }

  /**
   * Begins a run; its first event, the plan, comes before any model is asked. The events end with `done`, or throw what
   * the model failed with.
   * @throws ServiceError `question_empty`, `question_too_long`, `session_not_found`, `source_not_found`.
   */
  ask({ owner, question, sessionId, source, version, history }: Question, signal: AbortSignal): Asked {
    const { memory } = this.#fields;
    this.#check({ owner, question, sessionId });
    const scope =
      source === undefined ? undefined : resolveSource(this.#fields.index, sourceName({ name: source, version }));
    const text = question.trim();
    const now = this.#clock();
    const session = sessionId ?? randomUUID();
    if (sessionId === undefined) memory.sessions.create(session, owner, now);
    memory.sessions.touch(session, now);
    const runId = randomUUID();
    memory.runs.begin(runId, session, { question: text, ...scope, history }, now);
    this.#start(runId, session, owner);
    return { runId, sessionId: session, events: this.#live.follow(runId, 0, signal) };
  }

  /**
   * The events of a run after a number, which is what `Last-Event-ID` says; a run that broke off, with its process or for
   * want of followers, goes on.
   * @throws ServiceError `run_not_found`, also for runs of others.
   */
  resume({ owner, runId, after }: { owner: string; runId: string; after: number }, signal: AbortSignal): Asked {
    const { memory } = this.#fields;
    const run = memory.runs.get(runId);
    if (!run || !memory.sessions.get(run.session, owner)) throw runNotFound();
    if (run.status !== 'done' && !this.#live.has(runId)) this.#start(runId, run.session, owner);
    return { runId, sessionId: run.session, events: this.#live.follow(runId, after, signal) };
  }

  /** @throws ServiceError `session_not_found`. */
  async forgetSession(owner: string, sessionId: string): Promise<void> {
    const { memory } = this.#fields;
    if (!memory.sessions.get(sessionId, owner)) throw sessionNotFound();
    await Promise.all(memory.runs.list(sessionId).map(({ id }) => this.#live.abort(id)));
    await memory.forgetSession(sessionId);
  }

  /** Ends the runs of this process; they can be continued by the next one. */
  close(): Promise<void> {
    return this.#live.close();
  }

  #check({ owner, question, sessionId }: Question): void {
    const { memory } = this.#fields;
    const { length } = question.trim();
    if (length === 0) throw new ServiceError('question_empty', 'the question has no text', { param: 'question' });
    if (length > MAX_QUESTION) {
      const detail = `the question has ${length} characters, at most ${MAX_QUESTION} are accepted`;
      throw new ServiceError('question_too_long', detail, { param: 'question' });
    }
    if (sessionId !== undefined && !memory.sessions.get(sessionId, owner)) throw sessionNotFound();
  }

  #start(runId: string, session: string, owner: string): void {
    const parts = { ...this.#fields, agent: this.#agent, clock: this.#clock };
    const before = this.#last.get(session);
    const finished = this.#live.start(runId, async (emit, signal) => {
      await before;
      signal.throwIfAborted();
      await answerRun(parts, { runId, owner }, emit, signal);
    });
    this.#last.set(session, finished);
    finished.then(() => {
      if (this.#last.get(session) === finished) this.#last.delete(session);
    });
  }
}

export function sessionNotFound(): ServiceError {
  return new ServiceError('session_not_found', 'no such session, or not one of yours', { param: 'session_id' });
}

export function runNotFound(): ServiceError {
  return new ServiceError('run_not_found', 'no such run, or not one of yours', { param: 'run_id' });
}
