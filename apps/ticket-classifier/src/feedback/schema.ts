/** SQLite schema of feedback. Each entry migrates `user_version` from its index to the next. */
export const MIGRATIONS = [
  `
  CREATE TABLE feedback (
    -- In the order of arrival, which is how it is exported.
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    model TEXT NOT NULL,
    version INTEGER NOT NULL,
    -- As the models read it: without signature, quoted replies and personal data.
    text TEXT NOT NULL,
    -- JSON: head to label.
    predicted TEXT NOT NULL,
    correct TEXT NOT NULL,
    -- Name of the API key, or null.
    sender TEXT
  ) STRICT;
  CREATE INDEX feedback_by_age ON feedback (created_at);
  CREATE INDEX feedback_of_model ON feedback (model, number);
  `,
];
