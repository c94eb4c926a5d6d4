import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { DocumentPage, DocumentReader, DocumentSummary, ReadOptions } from '@pareto/contracts';
import { recognisedPage } from '../ocr/recognised-page.ts';
import { RecognitionTimeout, type Tesseract } from '../ocr/tesseract.ts';
import { ChildSupply } from './child-supply.ts';
import type { ConfinedChild } from './confined-child.ts';
import { failure } from './failures.ts';
import type { ReaderAnswer, ReadRequest, ScanMessage } from './protocol.ts';
import { supervised } from './supervised.ts';
import { Watchdog } from './watchdog.ts';

export interface ReaderLimits {
  readonly pages: number;
  /** Resident memory of the child, bytes. */
  readonly memoryBytes: number;
  /** Until the document is open, milliseconds; as for all times, those of a machine that has a core free. */
  readonly openMs: number;
  /** From the start to the first page, and from each to the next; milliseconds. */
  readonly pageMs: number;
  /** For the whole document, without the time in which nobody asks for its next page; milliseconds. */
  readonly totalMs: number;
}

export const DEFAULT_LIMITS: ReaderLimits = {
  pages: 2_000,
  memoryBytes: 512 * 2 ** 20,
  openMs: 4_000,
  pageMs: 4_000,
  totalMs: 120_000,
};

/** What one reading took, whatever came of it. */
export interface ReadingUsage {
  readonly task: ReadRequest['task'];
  /** Most resident memory that was seen of the child, bytes. */
  readonly peakBytes: number;
  /** What was charged of the time in which somebody waited for a page. */
  readonly waitedMs: number;
  readonly pages: number;
}

export interface ProcessDocumentReaderOptions {
  readonly limits?: Partial<ReaderLimits>;
  /** Reads pages that are pictures; without it they are empty. */
  readonly ocr?: Tesseract | undefined;
  /** A folder for compiled code, which is made where it is not there; with it a document's process starts in half the time. */
  readonly codeFolder?: string | undefined;
  /** Called when a reading is over, also one that failed. */
  readonly onUsage?: (usage: ReadingUsage) => void;
}

/** Reads every document in a process of its own, which is confined, watched from outside, and ends with it. */
export class ProcessDocumentReader implements DocumentReader, AsyncDisposable {
  readonly #limits: ReaderLimits;
  readonly #onUsage: ((usage: ReadingUsage) => void) | undefined;
  readonly #supply: ChildSupply;
  readonly #ocr: Tesseract | undefined;
  readonly #closing = new AbortController();

  constructor({ limits = {}, ocr, codeFolder, onUsage }: ProcessDocumentReaderOptions = {}) {
    this.#limits = { ...DEFAULT_LIMITS, ...limits };
    this.#ocr = ocr;
    this.#onUsage = onUsage;
    const cpuSeconds = Math.ceil(this.#limits.totalMs / 1_000) * 2 + 5;
    this.#supply = new ChildSupply({ memoryBytes: this.#limits.memoryBytes, cpuSeconds }, codeFolder);
  }

  /** Starts what the first document would wait for; of use where none comes at once. It does not fail. */
  async prepare(): Promise<void> {
    await this.#supply.prepare();
  }

  async inspect(path: string, options: ReadOptions = {}): Promise<DocumentSummary> {
    for await (const answer of this.#answers('inspect', path, options)) {
      if (answer.type === 'opened') return { pages: answer.pages, title: answer.title };
    }
    throw failure('document_unreadable');
  }

  async *read(path: string, options: ReadOptions = {}): AsyncGenerator<DocumentPage> {
    let hasText = false;
    let scan: ScanMessage | undefined;
    for await (const answer of this.#answers('read', path, options)) {
      if (answer.type === 'scan') scan = answer.scan;
      if (answer.type !== 'page') continue;
      const page =
        scan && this.#ocr ? await this.#recognised(answer.page.number, scan, this.#ocr, options) : answer.page;
      scan = undefined;
      hasText ||= page.text.trim() !== '';
      yield page;
    }
    if (!hasText) throw failure('pdf_no_text');
  }

  /** Ends every child. Readings that are under way fail with an AbortError, which says nothing of their documents. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#supply.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #recognised(number: number, scan: ScanMessage, ocr: Tesseract, { signal }: ReadOptions): Promise<DocumentPage> {
    const picture = { ...scan, pixels: Buffer.from(scan.pixels, 'base64') };
    try {
      return await recognisedPage(number, await ocr.recognise(picture, this.#signal(signal)), scan);
    } catch (error) {
      throw error instanceof RecognitionTimeout ? failure('document_too_complex', error) : error;
    }
  }

  #signal(caller: AbortSignal | undefined): AbortSignal {
    return AbortSignal.any([this.#closing.signal, ...(caller ? [caller] : [])]);
  }

  async *#answers(task: ReadRequest['task'], path: string, options: ReadOptions): AsyncGenerator<ReaderAnswer> {
    const { name = '' } = options;
    const signal = this.#signal(options.signal);
    signal.throwIfAborted();
    const file = await open(path);
    let child: ConfinedChild;
    try {
      child = this.#supply.take();
    } catch (error) {
      await file.close();
      throw error;
    }
    const kill = () => child.kill('SIGKILL');
    signal.addEventListener('abort', kill, { once: true });
    using watchdog = new Watchdog(child, this.#limits);
    let pages = 0;
    try {
      const scans = this.#ocr !== undefined;
      send(child, { task, name, maxPages: this.#limits.pages, scans }, file);
      for await (const answer of supervised(child, watchdog, this.#limits)) {
        if (answer.type === 'page') pages += 1;
        yield answer;
      }
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener('abort', kill);
      kill();
      this.#onUsage?.({ task, peakBytes: watchdog.peakBytes, waitedMs: watchdog.waitedMs, pages });
    }
  }
}

/** The request, then the file as fast as the child takes it. Its end closes the file, also when that comes early. */
function send(child: ConfinedChild, request: ReadRequest, file: FileHandle): void {
  child.stdin.write(`${JSON.stringify(request)}\n`);
  // A child that dies says so on its other pipe; a file that cannot be read to its end is cut short, and unreadable.
  pipeline(file.createReadStream(), child.stdin).catch(() => child.kill('SIGKILL'));
}
