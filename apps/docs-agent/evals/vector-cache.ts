import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { EmbedOptions, TextEmbedder } from '@pareto/contracts';
import Sqlite from 'better-sqlite3';

/** Embeds each text once over all runs of a program: vectors are kept in a file. */
export class CachedEmbedder implements TextEmbedder {
  readonly id: string;
  readonly fingerprint: string;
  readonly dimensions: number;
  readonly maxTokens: number;
  readonly maxBatch: number;
  /** Texts that were not in the file. */
  embedded = 0;
  readonly #embedder: TextEmbedder;
  readonly #file: Sqlite.Database;

  constructor(embedder: TextEmbedder, file: string) {
    mkdirSync(dirname(file), { recursive: true });
    this.#embedder = embedder;
    this.#file = new Sqlite(file);
    this.#file.pragma('journal_mode = WAL');
    this.#file.exec('CREATE TABLE IF NOT EXISTS vectors (key TEXT PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID');
    ({
      id: this.id,
      fingerprint: this.fingerprint,
      dimensions: this.dimensions,
      maxTokens: this.maxTokens,
      maxBatch: this.maxBatch,
    } = embedder);
  }

  async embed(texts: readonly string[], options: EmbedOptions = {}): Promise<Float32Array[]> {
    const read = this.#file.prepare('SELECT vector FROM vectors WHERE key = ?').pluck();
    const write = this.#file.prepare('INSERT OR IGNORE INTO vectors VALUES (?, ?)');
    const keys = texts.map((text) => this.#key(text));
    const missing = [...new Set(texts.filter((_, i) => read.get(keys[i]) === undefined))];
    if (missing.length > 0) {
      const vectors = await this.#embedder.embed(missing, options);
      this.embedded += missing.length;
      this.#file.transaction(() => {
        vectors.forEach((vector, i) => {
          write.run(this.#key(missing[i]!), Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength));
        });
      })();
    }
    return keys.map((key) => new Float32Array(Uint8Array.from(read.get(key) as Buffer).buffer));
  }

  async close(): Promise<void> {
    this.#file.close();
    await this.#embedder.close();
  }

  #key(text: string): string {
    return createHash('sha256').update(`${this.fingerprint}\n${text}`).digest('base64url');
  }
}
