import { type ChildProcess, execFile, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { promisify } from 'node:util';
import type { PageScan } from '../open-document.ts';

export interface TesseractOptions {
  /** The program, by path or by name. */
  readonly command: string;
  /** By tesseract's names: `eng`, `spa`. */
  readonly languages: readonly string[];
  /** Of computing for each page, milliseconds; three times as long on a busy machine. */
  readonly pageMs?: number;
}

const DEFAULT_PAGE_MS = 20_000;
const PATIENCE = 3;
/** A page of 20,000 words. */
const MAX_OUTPUT_BYTES = 2 * 2 ** 20;
/** Nothing of the service's own environment; one thread, since pages are many and cores are shared. */
const ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin', LC_ALL: 'C', OMP_THREAD_LIMIT: '1' };

const run = promisify(execFile);

export class RecognitionTimeout extends Error {}

/** The `tesseract` program. It gets raw pixels only, of which nothing can be malformed, and no more time than allowed. */
export class Tesseract {
  readonly #options: TesseractOptions;

  private constructor(options: TesseractOptions) {
    this.#options = options;
  }

  /** Undefined where the program or one of the languages is not installed. */
  static async find(options: TesseractOptions): Promise<Tesseract | undefined> {
    try {
      const { stdout } = await run(options.command, ['--list-langs'], { env: ENVIRONMENT, timeout: 10_000 });
      const installed = new Set(stdout.split(/\s+/));
      return options.languages.every((language) => installed.has(language)) ? new Tesseract(options) : undefined;
    } catch {
      return undefined;
    }
  }

  /**
   * Words and their boxes as tesseract's TSV, in pixels.
   * @throws RecognitionTimeout, the signal's reason, or Error when the program fails.
   */
  async recognise({ width, height, dpi, pixels }: PageScan, signal?: AbortSignal): Promise<string> {
    const { pageMs = DEFAULT_PAGE_MS } = this.#options;
    const timeout = AbortSignal.timeout(pageMs * PATIENCE);
    const ended = AbortSignal.any(signal ? [signal, timeout] : [timeout]);
    const child = this.#start(dpi, Math.ceil(pageMs / 1_000));
    const kill = () => child.kill('SIGKILL');
    ended.addEventListener('abort', kill, { once: true });
    try {
      child.stdin.write(`P5\n${width} ${height}\n255\n`, 'latin1');
      child.stdin.end(pixels);
      const closed = new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject));
      const [output, code] = await Promise.all([collect(child.stdout), closed]);
      signal?.throwIfAborted();
      // The kernel's limit on computing ends it by either signal.
      const isOver = child.signalCode === 'SIGXCPU' || child.signalCode === 'SIGKILL';
      if (timeout.aborted || isOver) throw new RecognitionTimeout(`A page took more than ${pageMs} ms.`);
      if (code !== 0) throw new Error(`${this.#options.command} ended with ${code ?? child.signalCode}.`);
      return output;
    } finally {
      ended.removeEventListener('abort', kill);
      kill();
    }
  }

  #start(dpi: number, cpuSeconds: number): ChildProcess & { readonly stdin: Writable; readonly stdout: Readable } {
    const { command, languages } = this.#options;
    const recognise = ['stdin', 'stdout', '-l', languages.join('+'), '--dpi', String(dpi), '--psm', '3', 'tsv'];
    const bounds = `ulimit -c 0; ulimit -f 0; ulimit -t ${cpuSeconds}; exec "$@"`;
    const [file, args] =
      process.platform === 'win32' ? [command, recognise] : ['/bin/sh', ['-c', bounds, 'sh', command, ...recognise]];
    const child = spawn(file, args, { env: ENVIRONMENT, stdio: ['pipe', 'pipe', 'ignore'] });
    // A program that ends early does not take all of the picture; its status says why.
    child.stdin.on('error', () => {});
    return child;
  }
}

async function collect(output: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of output as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_OUTPUT_BYTES) throw new RangeError('The output of recognition is too long.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
