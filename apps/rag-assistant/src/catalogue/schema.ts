/** SQLite schema of the catalogue. Each entry migrates `user_version` from its index to the next. */
export const MIGRATIONS = [
  `
  -- Who owns documents: "key:<name>", "session:<hash of the token>", or "shared".
  CREATE TABLE tenants (
    id TEXT PRIMARY KEY,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    -- Grows with every change of what can be found.
    revision INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE documents (
    id TEXT PRIMARY KEY,
    tenant TEXT NOT NULL REFERENCES tenants (id),
    name TEXT NOT NULL,
    source TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    -- The version that searches see; null before the first is ready.
    current INTEGER,
    -- The version that was uploaded last.
    newest INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX documents_by_name ON documents (tenant, name) WHERE NOT deleted;

  CREATE TABLE versions (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    document TEXT NOT NULL REFERENCES documents (id) DEFERRABLE INITIALLY DEFERRED,
    -- Name of the file in the folder of files.
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    title TEXT NOT NULL,
    pages INTEGER NOT NULL,
    pages_done INTEGER NOT NULL DEFAULT 0,
    status TEXT NOT NULL DEFAULT 'queued',
    problem_code TEXT,
    problem_detail TEXT,
    -- Texts that nobody sees who looks at the pages.
    concealed INTEGER NOT NULL DEFAULT 0,
    -- What made the passages and vectors: another reader, cut or embedder makes others.
    format TEXT,
    -- Passages below this number are in the vector store, read back, and in this database.
    passages_done INTEGER NOT NULL DEFAULT 0,
    -- Passages below this number may be in the vector store.
    passages_begun INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX versions_of_document ON versions (document);

  CREATE TABLE jobs (
    version INTEGER PRIMARY KEY REFERENCES versions (key) ON DELETE CASCADE,
    -- Attempts that failed, and those that ended with this process.
    failures INTEGER NOT NULL DEFAULT 0,
    interruptions INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER NOT NULL DEFAULT 0,
    leased_until INTEGER
  ) STRICT;

  CREATE TABLE pages (
    version INTEGER NOT NULL REFERENCES versions (key) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    width REAL NOT NULL,
    height REAL NOT NULL,
    text TEXT NOT NULL,
    -- JSON: [start, end, x, y, width, height] of each line.
    lines TEXT NOT NULL,
    concealed TEXT NOT NULL,
    PRIMARY KEY (version, number)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE passages (
    version INTEGER NOT NULL REFERENCES versions (key) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    page INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    headings TEXT NOT NULL,
    context TEXT NOT NULL,
    PRIMARY KEY (version, number)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE turns (
    key INTEGER PRIMARY KEY,
    tenant TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    session TEXT NOT NULL,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    -- JSON: ids of the documents that the answer cites.
    documents TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX turns_of_session ON turns (tenant, session, key);
  `,
  `
  -- The visible version whose file this one reads anew, to replace it and nothing else.
  ALTER TABLE versions ADD COLUMN rereads INTEGER;
  -- Before this, a visible version was itself made anew: what was left half done is read from the beginning.
  UPDATE versions SET status = 'ready', format = NULL
    WHERE key IN (SELECT version FROM jobs) AND key IN (SELECT current FROM documents);
  DELETE FROM jobs WHERE version IN (SELECT current FROM documents WHERE current IS NOT NULL);
  `,
];
