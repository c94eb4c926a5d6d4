import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync, type ReadStream, readdirSync } from 'node:fs';
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
   * @throws ServiceError `document_too_large` as soon as more than `maxBytes` came, `disk_full`; nothing is left then.
   */
  async receive(source: AsyncIterable<Buffer>, maxBytes: number, signal: AbortSignal): Promise<StoredFile> {
    const file = randomUUID();
    const hash = createHash('sha256');
    let head: Buffer = Buffer.alloc(0);
    let bytes = 0;
    const meter = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        bytes += chunk.length;
        if (bytes > maxBytes) return done(tooLarge(maxBytes));
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

  read(file: string): ReadStream {
    return createReadStream(this.path(file));
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

function tooLarge(maxBytes: number): ServiceError {
  return new ServiceError('document_too_large', `a file may have ${maxBytes} bytes here`, { param: 'file' });
}
