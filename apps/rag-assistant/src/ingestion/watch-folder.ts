import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type ErrorKind, ServiceError } from '@pareto/contracts';
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

const TIMES = { intervalMs: 3_000, retryMs: 30_000 };
const SOURCE = 'watch';
/** What is wrong with the file itself: it is not tried again before it changes. Full disks and the like pass. */
const FAULTS_OF_FILES: ReadonlySet<ErrorKind> = new Set(['invalid-input', 'unsupported', 'unprocessable', 'too-large']);

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
  /** What could not be taken: in which state, and when it is tried again, by the clock of `performance.now()`. */
  #waiting = new Map<string, { state: string; until: number }>();
  readonly #times: typeof TIMES;
  #task: PeriodicTask | undefined;

  constructor(parts: Parts, folder: string, tenant: Tenant, times = TIMES) {
    this.#parts = parts;
    this.#folder = folder;
    this.#tenant = tenant;
    this.#times = times;
  }

  begin(log: FastifyBaseLogger): void {
    this.#task = new PeriodicTask((signal) => this.#look(log, signal), this.#times.intervalMs);
    this.#task.begin((err) => log.warn({ err }, 'the watched folder cannot be read'));
  }

  async close(): Promise<void> {
    await this.#task?.close();
  }

  async #look(log: FastifyBaseLogger, signal: AbortSignal): Promise<void> {
    const states = await this.#states();
    for (const [path, state] of states) {
      signal.throwIfAborted();
      if (this.#seen.get(path) !== state || this.#taken.get(path) === state || this.#mustWait(path, state)) continue;
      if (await this.#take(path, log, signal)) this.#taken.set(path, state);
      else this.#waiting.set(path, { state, until: performance.now() + this.#times.retryMs });
    }
    this.#seen = states;
    this.#waiting = new Map([...this.#waiting].filter(([path, { state }]) => this.#mustWait(path, state)));
    // Documents have names that were made harmless.
    const names = new Set([...states.keys()].map(safeFileName));
    for (const { id, name, source } of this.#parts.documents.list(this.#tenant)) {
      if (source !== SOURCE || names.has(name)) continue;
      await this.#parts.documents.remove(this.#tenant.id, id);
      // Its bytes may be there under another name, as a copy that was the same document until now.
      this.#taken.clear();
    }
  }

  #mustWait(path: string, state: string): boolean {
    const waiting = this.#waiting.get(path);
    return waiting?.state === state && waiting.until > performance.now();
  }

  /** @returns whether nothing is left to do: it was taken, or never will be as it is. */
  async #take(path: string, log: FastifyBaseLogger, signal: AbortSignal): Promise<boolean> {
    const { receive, quota } = this.#parts;
    const content = createReadStream(join(this.#folder, path));
    try {
      await receive.run(this.#tenant, { name: path, content, source: SOURCE }, quota, signal);
      return true;
    } catch (error) {
      signal.throwIfAborted();
      const isFinal = error instanceof ServiceError && FAULTS_OF_FILES.has(error.kind);
      const { code } = error as NodeJS.ErrnoException;
      log.warn(code === undefined ? { err: error } : { code }, 'a file of the watched folder is not taken');
      return isFinal;
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
