import type { AgentEvent, Answer, NumberedEvent } from '../events.ts';
import type { Plan } from '../plan.ts';
import type { Exchange, Turn } from '../trace.ts';
import type { AgentDatabase } from './database.ts';

/** A question as it was asked. */
export interface RunRequest {
  readonly question: string;
  readonly source?: string | undefined;
  readonly version?: string | undefined;
  /** What was said before, where the caller keeps the conversation. */
  readonly history?: readonly Turn[] | undefined;
}

export type RunStatus = 'running' | 'done' | 'failed';

export interface Run {
  readonly id: string;
  readonly session: string;
  readonly request: RunRequest;
  readonly plan: Plan | undefined;
  readonly status: RunStatus;
  readonly answer: Answer | undefined;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

interface RunRow {
  readonly id: string;
  readonly session: string;
  readonly request: string;
  readonly plan: string | null;
  readonly status: RunStatus;
  readonly answer: string | null;
  readonly created_at: number;
}

/** Questions with their events and traces. Sequence numbers count from 1 within a run. */
export class RunStore {
  readonly #db: AgentDatabase;

  constructor(db: AgentDatabase) {
    this.#db = db;
  }

  begin(id: string, session: string, request: RunRequest, now: number): void {
    this.#db.run(
      'INSERT INTO runs (id, session, request, created_at) VALUES (?, ?, ?, ?)',
      id,
      session,
      JSON.stringify(request),
      now,
    );
  }

  get(id: string): Run | undefined {
    const row = this.#db.row<RunRow>('SELECT * FROM runs WHERE id = ?', id);
    return row && toRun(row);
  }

  /** Of a session, the oldest first. */
  list(session: string): Run[] {
    return this.#db.rows<RunRow>('SELECT * FROM runs WHERE session = ? ORDER BY created_at, rowid', session).map(toRun);
  }

  savePlan(id: string, plan: Plan): void {
    this.#db.run('UPDATE runs SET plan = ? WHERE id = ?', JSON.stringify(plan), id);
  }

  finish(id: string, answer: Answer): void {
    this.#db.run("UPDATE runs SET status = 'done', answer = ? WHERE id = ?", JSON.stringify(answer), id);
  }

  fail(id: string): void {
    this.#db.run("UPDATE runs SET status = 'failed' WHERE id = ?", id);
  }

  addEvent(run: string, event: AgentEvent): number {
    return this.#append('events', 'event', run, event);
  }

  eventsAfter(run: string, seq: number): NumberedEvent[] {
    return this.#db
      .rows<{ seq: number; event: string }>(
        'SELECT seq, event FROM events WHERE run = ? AND seq > ? ORDER BY seq',
        run,
        seq,
      )
      .map((row) => ({ seq: row.seq, event: JSON.parse(row.event) as AgentEvent }));
  }

  addExchange(run: string, exchange: Exchange): void {
    this.#append('exchanges', 'exchange', run, exchange);
  }

  exchanges(run: string): Exchange[] {
    return this.#db
      .rows<{ exchange: string }>('SELECT exchange FROM exchanges WHERE run = ? ORDER BY seq', run)
      .map((row) => JSON.parse(row.exchange) as Exchange);
  }

  #append(table: 'events' | 'exchanges', column: 'event' | 'exchange', run: string, value: unknown): number {
    const row = this.#db.row<{ seq: number }>(
      `INSERT INTO ${table} (run, seq, ${column})
       VALUES (?, (SELECT coalesce(max(seq), 0) + 1 FROM ${table} WHERE run = ?), ?) RETURNING seq`,
      run,
      run,
      JSON.stringify(value),
    );
    return row!.seq;
  }
}

function toRun({ id, session, request, plan, status, answer, created_at }: RunRow): Run {
  return {
    id,
    session,
    request: JSON.parse(request) as RunRequest,
    plan: plan === null ? undefined : (JSON.parse(plan) as Plan),
    status,
    answer: answer === null ? undefined : (JSON.parse(answer) as Answer),
    createdAt: created_at,
  };
}
