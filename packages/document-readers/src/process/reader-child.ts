/**
 * The program that a document can take over, and gain nothing: it has no environment, no files but its own code, and
 * no descriptors but its pipes. Reads one request, answers it, and ends.
 */
import { Console } from 'node:console';
import { once } from 'node:events';
import { ServiceError } from '@pareto/contracts/service-error';
import { loadEveryFormat, openByContent } from '../open-by-content.ts';
import type { OpenDocument } from '../open-document.ts';
import { inflateAtOnce } from '../pdf/inflate.ts';
import { FAILURE_CODES, type FailureCode, type ReaderAnswer, type ReadRequest } from './protocol.ts';

// What libraries print must not stand between the answers.
globalThis.console = new Console(process.stderr);
inflateAtOnce();
/** Undefined where this program is run by itself; `@types/node` does not know yet that rights can be given up. */
const rights = process.permission as unknown as { drop?(right: string): void } | undefined;
// Node asks for it where it looks for code that was compiled before. The document comes later.
rights?.drop?.('fs.write');

async function answer(message: ReaderAnswer): Promise<void> {
  if (!process.stdout.write(`${JSON.stringify(message)}\n`)) await once(process.stdout, 'drain');
}

async function receive(): Promise<{ header: string; data: Uint8Array }> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  const all = Buffer.concat(chunks);
  const newline = all.indexOf('\n');
  // A parent that ended without a request leaves nothing to do.
  if (newline === -1) process.exit(0);
  // A copy of its own: libraries hand the buffer under an array on, and would hand on the header with it.
  return { header: all.toString('utf8', 0, newline), data: new Uint8Array(all.subarray(newline + 1)) };
}

async function serve(): Promise<void> {
  await answer({ type: 'ready' });
  const { header, data } = await receive();
  const { task, name, maxPages, scans } = JSON.parse(header) as ReadRequest;
  if (task === 'load') {
    if (!rights?.drop) process.exit(1);
    return loadEveryFormat();
  }
  const document = await openByContent(data, name);
  if (document.pages > maxPages) throw new ServiceError('pages_too_many', 'More pages than allowed.');
  await answer({ type: 'opened', pages: document.pages, title: document.title });
  if (task === 'inspect') return;
  for await (const page of document.read()) {
    if (scans && page.text.trim() === '') await answerScan(document, page.number);
    await answer({ type: 'page', page });
  }
  await answer({ type: 'end' });
}

/** A picture that cannot be decoded leaves its page empty. */
async function answerScan(document: OpenDocument, number: number): Promise<void> {
  const scan = await document.scan?.(number).catch(() => undefined);
  if (!scan) return;
  const pixels = Buffer.from(scan.pixels.buffer, scan.pixels.byteOffset, scan.pixels.length).toString('base64');
  await answer({ type: 'scan', scan: { ...scan, pixels } });
}

function failureCode(error: unknown): FailureCode {
  const code = error instanceof ServiceError ? error.code : undefined;
  return FAILURE_CODES.find((known) => known === code) ?? 'document_unreadable';
}

await serve().catch((error: unknown) => {
  console.error(error);
  return answer({ type: 'failed', code: failureCode(error) });
});
// An exit would cut off what a slow parent has not taken yet.
await new Promise((resolve) => process.stdout.write('', resolve));
process.exit(0);
