import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream, mkdirSync, type ReadStream, readdirSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ServiceError } from '@pareto/contracts';

export interface StoredFile {
  /** Name in the folder; says nothing of what the caller called it. */
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  /** The first bytes, which tell its type. */
  readonly head: Buffer;
}

const HEAD_BYTES = 1_024;

/** By the first bytes of a file, whatever it is called; the reader asks no more of a PDF either. */
export function isPdf(head: Buffer): boolean {
  return head.includes('%PDF-');
}

/** Uploaded files in one folder, under names of our own. */
export class FileStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  path(file: string): string {
    return join(this.#folder, file);
  }

  /**
   * Streams a file to disk, never whole in memory; it is durable when this resolves.
   * @param admit is told how many bytes came, before they are written; what it throws ends it.
   * @throws ServiceError `disk_full`, and what `admit` throws; nothing is left then.
   */
  async receive(
    source: AsyncIterable<Buffer>,
    admit: (bytes: number) => void,
    signal: AbortSignal,
  ): Promise<StoredFile> {
    const file = randomUUID();
    const hash = createHash('sha256');
    let head: Buffer = Buffer.alloc(0);
    let bytes = 0;
    const meter = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        try {
          admit(chunk.length);
        } catch (error) {
          return done(error as Error);
        }
        bytes += chunk.length;
        if (head.length < HEAD_BYTES) head = Buffer.concat([head, chunk.subarray(0, HEAD_BYTES - head.length)]);
        hash.update(chunk);
        done(null, chunk);
      },
    });
    try {
      await pipeline(source, meter, createWriteStream(this.path(file), { flush: true, flags: 'wx' }), { signal });
      await this.#syncFolder();
    } catch (error) {
      await this.remove(file);
      if (signal.aborted) throw signal.reason;
      const isFull = (error as NodeJS.ErrnoException).code === 'ENOSPC';
      throw isFull ? new ServiceError('disk_full', 'no room for the file', { cause: error }) : error;
    }
    return { file, sha256: hash.digest('hex'), bytes, head };
  }

  async read(file: string): Promise<{ stream: ReadStream; isPdf: boolean }> {
    const handle = await open(this.path(file));
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
      // Closes the handle at its end.
      return { stream: handle.createReadStream({ start: 0 }), isPdf: isPdf(buffer.subarray(0, bytesRead)) };
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  async remove(file: string): Promise<void> {
    await rm(this.path(file), { force: true });
  }

  /** Removes what an upload left that was broken off before its document was noted. */
  async removeOthers(known: ReadonlySet<string>): Promise<void> {
    for (const file of readdirSync(this.#folder)) if (!known.has(file)) await this.remove(file);
  }

  /** A file survives a power cut only with the entry of its folder. */
  async #syncFolder(): Promise<void> {
    const folder = await open(this.#folder);
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }
}
