/** SQLite schema of the catalogue. Each entry migrates `user_version` from its index to the next. */
export const MIGRATIONS = [
  `
  CREATE TABLE collections (
    name TEXT PRIMARY KEY,
    language TEXT NOT NULL,
    embedder TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    generation INTEGER NOT NULL,
    revision INTEGER NOT NULL DEFAULT 0,
    next_embedder TEXT,
    source TEXT,
    created_at TEXT NOT NULL
  ) STRICT;

  CREATE TABLE documents (
    key INTEGER PRIMARY KEY,
    collection TEXT NOT NULL REFERENCES collections (name) ON DELETE CASCADE,
    id TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    metadata TEXT NOT NULL,
    passages INTEGER NOT NULL,
    UNIQUE (collection, id)
  ) STRICT;

  CREATE TABLE intents (
    collection TEXT NOT NULL REFERENCES collections (name) ON DELETE CASCADE,
    id TEXT NOT NULL,
    passages INTEGER NOT NULL,
    PRIMARY KEY (collection, id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE dropped_vectors (
    name TEXT PRIMARY KEY
  ) STRICT, WITHOUT ROWID;
  `,
];
