/** SQLite schema of the conversations. Each entry migrates `user_version` from its index to the next. */
export const MIGRATIONS = [
  `
  CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    -- Who may read it: "key:<name>" or "session:<hash of the token>".
    owner TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    used_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX sessions_by_use ON sessions (used_at);

  -- One question and what became of it.
  CREATE TABLE runs (
    id TEXT PRIMARY KEY,
    session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    -- JSON: the request as it was asked, and the plan once there is one.
    request TEXT NOT NULL,
    plan TEXT,
    status TEXT NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'done', 'failed')),
    -- JSON: the final answer.
    answer TEXT,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX runs_of_session ON runs (session, created_at);

  -- What clients are sent, in order.
  CREATE TABLE events (
    run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    -- From 1.
    seq INTEGER NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (run, seq)
  ) STRICT, WITHOUT ROWID;

  -- What models and tools were asked and answered, in order.
  CREATE TABLE exchanges (
    run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    exchange TEXT NOT NULL,
    PRIMARY KEY (run, seq)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE facts (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    text TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX facts_of_owner ON facts (owner, created_at);

  -- Questions that the documentation did not answer, alike ones together.
  CREATE TABLE gaps (
    key TEXT PRIMARY KEY,
    question TEXT NOT NULL,
    -- JSON: the calls that found nothing.
    searched TEXT NOT NULL,
    times INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
];
