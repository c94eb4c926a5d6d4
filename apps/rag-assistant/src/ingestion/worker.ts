import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceError } from '@pareto/contracts';
import type { FastifyBaseLogger } from 'fastify';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { LEASE_MS } from '../catalogue/jobs.ts';
import type { Version } from '../catalogue/versions.ts';
import type { TenantIndexes } from '../retrieving/tenant-indexes.ts';
import type { Forget } from './forget.ts';
import type { IndexVersion } from './index-version.ts';
import type { Progress } from './progress.ts';

interface Parts {
  readonly catalogue: Catalogue;
  readonly index: IndexVersion;
  readonly indexes: TenantIndexes;
  readonly forget: Forget;
  readonly progress: Progress;
  readonly clock: () => number;
}

interface Running {
  readonly version: Version;
  readonly controller: AbortController;
  readonly ended: Promise<void>;
}

const IDLE_MS = 1_000;

/** Works through the jobs, a few at a time: index, then let searches see it; or say what is wrong with the document. */
export class IndexingWorker {
  readonly #parts: Parts;
  readonly #concurrency: number;
  readonly #running = new Map<number, Running>();
  readonly #stop = new AbortController();
  #wakeUp: () => void = () => undefined;
  #loop: Promise<void> = Promise.resolve();

  constructor(parts: Parts, concurrency: number) {
    this.#parts = parts;
    this.#concurrency = concurrency;
  }

  begin(log: FastifyBaseLogger): void {
    this.#parts.catalogue.jobs.releaseAll();
    this.#loop = this.#work(log);
  }

  /** Looks for a job at once. @param outdated a version that a newer upload makes pointless. */
  wake(outdated?: number): void {
    if (outdated !== undefined) this.#running.get(outdated)?.controller.abort(new Outdated());
    this.#wakeUp();
  }

  /** Ends the jobs of a document; when it resolves nothing works on it any more. */
  async cancel(document: string): Promise<void> {
    const jobs = [...this.#running.values()].filter(({ version }) => version.document === document);
    for (const { controller } of jobs) controller.abort(new Outdated());
    await Promise.all(jobs.map(({ ended }) => ended));
  }

  async close(): Promise<void> {
    this.#stop.abort();
    this.#wakeUp();
    for (const { controller } of this.#running.values()) controller.abort(this.#stop.signal.reason);
    await this.#loop;
    await Promise.all([...this.#running.values()].map(({ ended }) => ended));
  }

  async #work(log: FastifyBaseLogger): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        if (!this.#takeJob(log)) await this.#nextChange();
      } catch (err) {
        // A full disk, say: the queue stays as it is, and is looked at again.
        log.error({ err }, 'the queue cannot be read');
        await this.#nextChange();
      }
    }
  }

  /** @returns whether there was a job and room for it. */
  #takeJob(log: FastifyBaseLogger): boolean {
    const { jobs, versions } = this.#parts.catalogue;
    if (this.#running.size >= this.#concurrency) return false;
    const key = jobs.lease(this.#parts.clock());
    if (key === undefined) return false;
    const version = versions.find(key);
    if (version?.isWanted) this.#start(version, log);
    else jobs.finish(key);
    return true;
  }

  async #nextChange(): Promise<void> {
    const woken = new Promise<void>((resolve) => {
      this.#wakeUp = resolve;
    });
    const timer = new AbortController();
    await Promise.race([woken, sleep(IDLE_MS, undefined, { signal: timer.signal }).catch(() => undefined)]);
    timer.abort();
  }

  #start(version: Version, log: FastifyBaseLogger): void {
    const controller = new AbortController();
    const ended = this.#index(version, controller.signal, log).finally(() => {
      this.#running.delete(version.key);
      this.#wakeUp();
    });
    this.#running.set(version.key, { version, controller, ended });
  }

  async #index(version: Version, signal: AbortSignal, log: FastifyBaseLogger): Promise<void> {
    const { catalogue, index, indexes, forget, progress, clock } = this.#parts;
    const { key, document, tenant } = version;
    const began = clock();
    const heartbeat = setInterval(() => catalogue.jobs.renew(key, clock()), LEASE_MS / 3);
    try {
      catalogue.pages.progress(key, 'parsing', 0);
      progress.changed(document);
      await index.run(version, signal);
      signal.throwIfAborted();
      await indexes.publish(version, signal, () => {
        // What it reads anew was replaced by an upload meanwhile.
        if (!catalogue.versions.find(key)?.isWanted) throw new Outdated();
        catalogue.transaction(() => {
          catalogue.versions.publish(key);
          catalogue.jobs.finish(key);
          catalogue.tenants.touch(tenant);
        });
      });
      log.info({ document, ms: clock() - began }, 'ready');
      // What it replaced is invisible by now; a store that is down forgets it later.
      for (const former of catalogue.versions.supersededOf(document)) {
        await forget.version(former).catch((err: unknown) => log.warn({ document, err }, 'left for later'));
      }
    } catch (error) {
      await this.#failed(version, signal, error, log);
    } finally {
      clearInterval(heartbeat);
      progress.changed(document);
    }
  }

  async #failed(version: Version, signal: AbortSignal, error: unknown, log: FastifyBaseLogger): Promise<void> {
    const { catalogue, forget, clock } = this.#parts;
    const { key, document } = version;
    if (this.#stop.signal.aborted) return catalogue.jobs.release(key);
    if (signal.aborted || error instanceof Outdated) return catalogue.jobs.finish(key);
    const known = error instanceof ServiceError ? error : undefined;
    const code = known?.code ?? 'internal_error';
    log.warn({ document, code, ...(known ? {} : { err: error }) }, 'indexing failed');
    const mayHelp = known === undefined || known.isRetryable;
    if (mayHelp && catalogue.jobs.retry(key, clock(), known?.isRetryable === true)) {
      return catalogue.pages.progress(key, 'queued', 0);
    }
    catalogue.transaction(() => {
      catalogue.versions.fail(key, code, known?.message ?? 'an unexpected failure; trying again may help');
      catalogue.jobs.finish(key);
    });
    const now = catalogue.versions.find(key);
    if (!now) return;
    // Of a file that was read anew the former text stays, and nothing else has to be said of it.
    const forgotten = now.rereads === null ? forget.contents(now) : forget.version(now);
    await forgotten.catch((err: unknown) => log.warn({ document, err }, 'left for later'));
  }
}

/** A newer version or a deletion made a job pointless. */
class Outdated extends Error {}
