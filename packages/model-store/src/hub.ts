import { createWriteStream, existsSync, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ServiceError } from '@pareto/contracts';
import type { HubSource, ModelFile } from './catalogue.ts';

const CONNECT_TIMEOUT_MS = 15_000;
const STALL_TIMEOUT_MS = 60_000;

export type ReportBytes = (received: number) => void;

/** Downloads a file of a hub repository to `target`; a part that is there already is continued. */
export async function downloadFromHub(
  hub: string,
  source: HubSource,
  file: ModelFile,
  target: string,
  options: { onBytes: ReportBytes; signal?: AbortSignal | undefined },
): Promise<void> {
  const url = new URL(
    `${source.repository}/resolve/${source.revision}/${source.files[file.path]}`,
    hub.endsWith('/') ? hub : `${hub}/`,
  );
  const have = existsSync(target) ? statSync(target).size : 0;
  const stall = new AbortController();
  const signal = AbortSignal.any([stall.signal, ...(options.signal ? [options.signal] : [])]);
  let timer = setTimeout(() => stall.abort(), CONNECT_TIMEOUT_MS);
  try {
    const response = await fetch(url, { signal, headers: have > 0 ? { range: `bytes=${have}-` } : {} });
    const resumes = response.status === 206;
    if (response.status === 416) return;
    if (!response.ok || !response.body) throw new Error(`HTTP ${response.status}`);
    let received = resumes ? have : 0;
    const body = Readable.fromWeb(response.body).on('data', (chunk: Buffer) => {
      received += chunk.length;
      clearTimeout(timer);
      timer = setTimeout(() => stall.abort(), STALL_TIMEOUT_MS);
      if (received > file.bytes) stall.abort(new Error('more bytes than the catalogue says'));
      options.onBytes(received);
    });
    await pipeline(body, createWriteStream(target, { flags: resumes ? 'a' : 'w' }), { signal });
  } catch (error) {
    options.signal?.throwIfAborted();
    const reason =
      error instanceof Error ? ((error.cause as Error | undefined)?.message ?? error.message) : String(error);
    throw new ServiceError('model_download_failed', `${url.host}: ${reason}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}
