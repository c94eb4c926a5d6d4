/// <reference path="./pdf-worker-module.d.ts" />
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { ServiceError } from '@pareto/contracts/service-error';
import { WorkerMessageHandler } from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs';
import { type FontStyle, fontStyle } from './font-style.ts';
import type { OperatorChunk } from './operators.ts';

const VERSION = '6.5.438';
const CALLBACK = { data: 1, error: 2 };
const STREAM = { close: 3, enqueue: 4, error: 5, startComplete: 8 };
/** Intents of an operator list: for display, without annotations, whole and as it stands in the file. */
const INTENT = 0x02 | 0x40 | 0x100;
/** The maps from codes to characters of East Asian fonts. */
const CMAPS = new URL('../../cmaps/', import.meta.resolve('pdfjs-dist/legacy/build/pdf.worker.min.mjs'));

export interface PageGeometry {
  /** Left, bottom, right, top of what is shown of the page. */
  readonly view: readonly number[];
  readonly rotate: number;
  readonly userUnit: number;
}

interface Message {
  readonly action?: string;
  readonly callback?: number;
  readonly callbackId?: number;
  readonly stream?: number;
  readonly streamId?: number;
  readonly data?: unknown;
  readonly chunk?: unknown;
  readonly reason?: unknown;
}

interface Pending {
  resolve(value: unknown): void;
  reject(reason: unknown): void;
  chunk?(value: OperatorChunk): void;
}

/**
 * pdf.js's parser without its viewer. The worker's message handler is called in this thread, over a port that hands
 * objects on as they are: the viewer's way (`getDocument`) copies every glyph with structuredClone, builds font faces
 * that no one draws with, and knows either positions (`getTextContent`) or colours and rendering modes
 * (`getOperatorList`). Here one pass over the operators gives both.
 */
export class PdfEngine {
  readonly fonts = new Map<string, FontStyle>();
  #receive: ((event: { data: object }) => void) | undefined;
  readonly #pending = new Map<number, Pending>();
  readonly #opened = Promise.withResolvers<number>();
  #lastId = 0;

  /** @throws ServiceError `pdf_encrypted` when it takes a password, `document_unreadable`. */
  static async open(data: Uint8Array): Promise<{ engine: PdfEngine; pages: number }> {
    const engine = new PdfEngine();
    try {
      const port = {
        addEventListener: (_: string, receive: (event: { data: object }) => void) => (engine.#receive = receive),
        postMessage: (message: Message) => engine.#take(message),
      };
      const requests: Record<string, object> = { configure: { verbosity: 0 }, GetDocRequest: documentParameters(data) };
      WorkerMessageHandler.setup({ on: (action, handle) => handle(requests[action]) }, port);
      engine.#send({ action: 'Ready', data: null });
      return { engine, pages: await engine.#opened.promise };
    } catch (cause) {
      const isEncrypted = (cause as Error | undefined)?.name === 'PasswordException';
      throw isEncrypted
        ? new ServiceError('pdf_encrypted', 'The PDF takes a password.', { cause })
        : new ServiceError('document_unreadable', 'The PDF cannot be opened.', { cause });
    }
  }

  async title(): Promise<string> {
    const [info] = (await this.#call('GetMetadata', null)) as [{ Title?: unknown } | null];
    return typeof info?.Title === 'string' ? info.Title.trim() : '';
  }

  geometry(pageIndex: number): Promise<PageGeometry> {
    return this.#call('GetPage', { pageIndex }) as Promise<PageGeometry>;
  }

  /** Hands over a page's operators in order, each chunk during the call only. */
  async operators(pageIndex: number, chunk: (value: OperatorChunk) => void): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const streamId = this.#next({ resolve, reject, chunk });
    const data = { pageId: pageIndex, pageIndex, pageProxyId: pageIndex, intent: INTENT, cacheKey: '' };
    this.#send({ action: 'GetOperatorList', streamId, data, desiredSize: Number.POSITIVE_INFINITY });
    await promise;
  }

  async close(): Promise<void> {
    await this.#call('Terminate', null);
  }

  #call(action: string, data: unknown): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#send({ action, callbackId: this.#next({ resolve, reject }), data });
    return promise;
  }

  #next(pending: Pending): number {
    this.#lastId += 1;
    this.#pending.set(this.#lastId, pending);
    return this.#lastId;
  }

  #send(message: object): void {
    this.#receive?.({ data: { sourceName: 'reader', targetName: 'reader_worker', ...message } });
  }

  #take(message: Message): void {
    if (message.stream !== undefined) this.#takeStream(message);
    else if (message.callback !== undefined) this.#settle(message.callbackId!, message);
    else if (message.action === 'GetDoc') this.#opened.resolve((message.data as DocumentInfo).pdfInfo.numPages);
    else if (message.action === 'DocException') this.#opened.reject(message.data);
    else if (message.action === 'commonobj') this.#takeFont(message.data as [string, string, object]);
    if (message.action !== undefined && message.callbackId !== undefined) void this.#answer(message);
  }

  /** Character maps are all that the parser can ask for: no password, no standard fonts, since nothing is drawn. */
  async #answer({ action, callbackId, data }: Message): Promise<void> {
    try {
      const { kind, filename } = data as { kind?: string; filename?: string };
      if (action !== 'FetchBinaryData' || kind !== 'cMapUrl') throw new Error('not supported');
      const bytes = new Uint8Array(await readFile(new URL(basename(String(filename)), CMAPS)));
      this.#send({ callback: CALLBACK.data, callbackId, data: bytes });
    } catch (reason) {
      this.#send({ callback: CALLBACK.error, callbackId, reason });
    }
  }

  #takeStream({ stream, streamId, chunk, reason }: Message): void {
    const pending = this.#pending.get(streamId!);
    if (stream === STREAM.enqueue) pending?.chunk?.(chunk as OperatorChunk);
    if (stream !== STREAM.close && stream !== STREAM.error) return;
    this.#pending.delete(streamId!);
    if (stream === STREAM.close) pending?.resolve(undefined);
    else pending?.reject(reason);
  }

  #settle(id: number, { callback, data, reason }: Message): void {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (callback === CALLBACK.data) pending?.resolve(data);
    else pending?.reject(reason);
  }

  #takeFont([name, kind, data]: [string, string, object]): void {
    if (kind === 'Font') this.fonts.set(name, fontStyle(data));
  }
}

interface DocumentInfo {
  readonly pdfInfo: { readonly numPages: number };
}

function documentParameters(data: Uint8Array): object {
  return {
    docId: 'reader',
    apiVersion: VERSION,
    data,
    password: null,
    disableAutoFetch: true,
    rangeChunkSize: 65_536,
    length: data.length,
    docBaseUrl: null,
    enableXfa: false,
    evaluatorOptions: {
      // Images are left out before they are decoded.
      maxImageSize: 0,
      disableFontFace: false,
      // Brings the names of fonts.
      fontExtraProperties: true,
      ignoreErrors: true,
      isOffscreenCanvasSupported: false,
      isImageDecoderSupported: false,
      canvasMaxAreaInBytes: -1,
      useSystemFonts: false,
      useWasm: false,
      useWorkerFetch: false,
      cMapUrl: null,
      cMapPacked: true,
      iccUrl: null,
      standardFontDataUrl: null,
      wasmUrl: null,
    },
  };
}
