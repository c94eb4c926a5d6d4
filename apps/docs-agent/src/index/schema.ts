/** SQLite schema of the catalogue. Each entry migrates `user_version` from its index to the next. */
export const MIGRATIONS = [
  `
  CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    -- Empty for a folder.
    version TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('package', 'folder')),
    status TEXT NOT NULL CHECK (status IN ('indexing', 'ready', 'failed')),
    problem TEXT,
    UNIQUE (name, version)
  ) STRICT;

  CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    -- Of the file, and of how it was read.
    hash TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (source, path)
  ) STRICT;

  CREATE TABLE sections (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    anchor TEXT,
    -- JSON: an array of strings.
    headings TEXT NOT NULL,
    text TEXT NOT NULL,
    -- Of a changelog: the version it tells of.
    release TEXT,
    -- Hash of what the embedder reads of it; null where it is looked for by words only.
    embedded TEXT
  ) STRICT;
  CREATE INDEX sections_of_document ON sections (document);
  CREATE INDEX sections_of_vector ON sections (embedded);

  -- By text, not by section: what two versions say alike is embedded once.
  CREATE TABLE vectors (
    hash TEXT PRIMARY KEY,
    -- Float32, little-endian.
    vector BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE symbols (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    lower_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    signature TEXT NOT NULL,
    comment TEXT,
    line INTEGER NOT NULL,
    parent TEXT
  ) STRICT;
  CREATE INDEX symbols_by_name ON symbols (lower_name);
  CREATE INDEX symbols_of_document ON symbols (document);

  -- Which documents have a word, letter for letter.
  CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE mentions (
    word INTEGER NOT NULL REFERENCES words (id),
    document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    PRIMARY KEY (word, document)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX mentions_of_document ON mentions (document);
  `,
];
