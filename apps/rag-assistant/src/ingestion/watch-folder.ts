import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ServiceError } from '@pareto/contracts';
import { PeriodicTask } from '@pareto/service-kit';
import type { FastifyBaseLogger } from 'fastify';
import type { Tenant } from '../catalogue/tenants.ts';
import type { TenantDocuments } from '../use-cases/documents.ts';
import { safeFileName } from './file-name.ts';
import type { Quota } from './quota.ts';
import type { ReceiveDocument } from './receive-document.ts';

interface Parts {
  readonly receive: ReceiveDocument;
  readonly documents: TenantDocuments;
  readonly quota: Quota;
}

const INTERVAL_MS = 3_000;
const SOURCE = 'watch';

/**
 * Keeps the files of a folder indexed: new and changed ones are taken in, those that go are deleted. It looks every few
 * seconds, since events of file systems do not reach into containers and network folders.
 */
export class WatchFolder {
  readonly #parts: Parts;
  readonly #folder: string;
  readonly #tenant: Tenant;
  /** Size and time of each file at the last look: what is still being written differs, and waits. */
  #seen = new Map<string, string>();
  readonly #taken = new Map<string, string>();
  #task: PeriodicTask | undefined;

  constructor(parts: Parts, folder: string, tenant: Tenant) {
    this.#parts = parts;
    this.#folder = folder;
    this.#tenant = tenant;
  }

  begin(log: FastifyBaseLogger): void {
    this.#task = new PeriodicTask((signal) => this.#look(log, signal), INTERVAL_MS);
    this.#task.begin((err) => log.warn({ err }, 'the watched folder cannot be read'));
  }

  async close(): Promise<void> {
    await this.#task?.close();
  }

  async #look(log: FastifyBaseLogger, signal: AbortSignal): Promise<void> {
    const states = await this.#states();
    for (const [path, state] of states) {
      signal.throwIfAborted();
      if (this.#seen.get(path) !== state || this.#taken.get(path) === state) continue;
      this.#taken.set(path, state);
      await this.#take(path, log, signal);
    }
    this.#seen = states;
    // Documents have names that were made harmless.
    const names = new Set([...states.keys()].map(safeFileName));
    for (const { id, name, source } of this.#parts.documents.list(this.#tenant)) {
      if (source !== SOURCE || names.has(name)) continue;
      await this.#parts.documents.remove(this.#tenant.id, id);
      // Its bytes may be there under another name, as a copy that was the same document until now.
      this.#taken.clear();
    }
  }

  async #take(path: string, log: FastifyBaseLogger, signal: AbortSignal): Promise<void> {
    const { receive, quota } = this.#parts;
    const content = createReadStream(join(this.#folder, path));
    try {
      await receive.run(this.#tenant, { name: path, content, source: SOURCE }, quota, signal);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      log.warn({ code: error.code }, 'a file of the watched folder is not taken');
    }
  }

  /** Files of the folder itself: documents are known by their names. */
  async #states(): Promise<Map<string, string>> {
    const entries = await readdir(this.#folder, { withFileTypes: true });
    const states = new Map<string, string>();
    for (const entry of entries) {
      if (!entry.isFile() || entry.name.startsWith('.')) continue;
      const path = entry.name;
      const { size, mtimeMs } = await stat(join(this.#folder, path));
      states.set(path, `${size} ${mtimeMs}`);
    }
    return states;
  }
}
