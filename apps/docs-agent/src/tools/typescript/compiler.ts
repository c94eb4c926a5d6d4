import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire, findPackageJSON } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { ServiceError } from '@pareto/contracts';
import { version as compilerVersion } from 'typescript';
import { z } from 'zod';
import { dangerOf, type Snippet } from './snippet-dangers.ts';
import { withTypedRequires } from './typed-requires.ts';

export interface Diagnostic {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** `TS2345` */
  readonly code: string;
  readonly message: string;
}

export interface CompiledSnippet {
  readonly isValid: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** Why it was not compiled at all. */
  readonly refusal?: string | undefined;
}

const OUTPUT_BYTES = 64 * 1_024;
const CPU_SECONDS = 10;
/** Address space of the compiler, and from where on it collects harder. */
const MEMORY_KIB = 4 * 2 ** 20;
const HEAP_LIMIT = '768MiB';
const DIAGNOSTIC = /^(?:snippet|ambient)\.tsx?\((\d+),(\d+)\): error (TS\d+): (.*)$/;

/** Checks snippets against the typings that a project has installed. It never runs them. */
export class TypeScriptCompiler {
  readonly version = compilerVersion;
  readonly #modules: string;
  readonly #options: string;

  readonly #temporary: string;

  /**
   * @param project folder with the `node_modules` whose typings count.
   * @param temporary where a folder is made for each snippet, and removed after it.
   */
  constructor(project: string, temporary: string = tmpdir()) {
    this.#temporary = temporary;
    this.#modules = resolve(project, 'node_modules');
    this.#options = JSON.stringify({
      compilerOptions: {
        target: 'ES2024',
        lib: ['ES2024', 'DOM', 'ESNext.Disposable'],
        module: 'NodeNext',
        moduleResolution: 'NodeNext',
        moduleDetection: 'force',
        jsx: 'preserve',
        types: existsSync(join(this.#modules, '@types/node')) ? ['node'] : [],
        strict: true,
        skipLibCheck: true,
        noEmit: true,
        pretty: false,
      },
      include: ['snippet.*', 'ambient.ts'],
    });
  }

  /** The version of a package whose typings a snippet is checked against; undefined where there is none. */
  installedVersion(name: string): string | undefined {
    if (!/^(?:@[\w-][\w.-]*\/)?[\w-][\w.-]*$/.test(name)) return undefined;
    try {
      const manifest: unknown = JSON.parse(readFileSync(join(this.#modules, name, 'package.json'), 'utf8'));
      return z.looseObject({ version: z.string() }).safeParse(manifest).data?.version;
    } catch {
      return undefined;
    }
  }

  /** @throws ServiceError `tool_failed` when the compiler does not start or dies; the reason of `signal`. */
  async check(snippet: Snippet, { signal }: { readonly signal: AbortSignal }): Promise<CompiledSnippet> {
    const { ambient = 'export {};' } = snippet;
    const refusal = dangerOf(snippet) ?? dangerOf({ code: ambient, language: 'ts' });
    if (refusal !== undefined) return { isValid: false, diagnostics: [], refusal };
    signal.throwIfAborted();
    const folder = await mkdtemp(join(this.#temporary, 'snippet-'));
    try {
      await Promise.all([
        symlink(this.#modules, join(folder, 'node_modules'), 'junction'),
        writeFile(join(folder, 'package.json'), '{"type":"module"}'),
        writeFile(join(folder, 'tsconfig.json'), this.#options),
        writeFile(join(folder, 'ambient.ts'), ambient),
        writeFile(join(folder, `snippet.${snippet.language}`), withTypedRequires(snippet)),
      ]);
      signal.throwIfAborted();
      return readOutput(await compile(folder, signal));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

/** The native compiler itself: the script that stands before it would outlive a kill. */
function compilerPath(): string {
  const typescript = createRequire(findPackageJSON('typescript', import.meta.url)!);
  const native = typescript.resolve(`@typescript/typescript-${process.platform}-${process.arch}/package.json`);
  return join(dirname(native), 'lib', process.platform === 'win32' ? 'tsc.exe' : 'tsc');
}

interface CompilerOutput {
  readonly text: string;
  readonly exitCode: number | null;
}

function compile(folder: string, signal: AbortSignal): Promise<CompilerOutput> {
  const { promise, resolve: done, reject } = Promise.withResolvers<CompilerOutput>();
  const command = [compilerPath(), '--project', '.', '--singleThreaded'];
  const bounds = `ulimit -c 0; ulimit -f 0; ulimit -t ${CPU_SECONDS}; ulimit -v ${MEMORY_KIB}; exec "$@"`;
  const [file, ...args] = process.platform === 'win32' ? command : ['/bin/sh', '-c', bounds, 'sh', ...command];
  const child = spawn(file!, args, {
    cwd: folder,
    env: { GOMEMLIMIT: HEAP_LIMIT },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const kill = () => child.kill('SIGKILL');
  signal.addEventListener('abort', kill, { once: true });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    if (text.length > OUTPUT_BYTES) kill();
  });
  child.once('error', (cause) => reject(new ServiceError('tool_failed', 'the compiler does not start', { cause })));
  child.once('close', (exitCode) => {
    signal.removeEventListener('abort', kill);
    if (signal.aborted) reject(signal.reason);
    else done({ text, exitCode });
  });
  return promise;
}

function readOutput({ text, exitCode }: CompilerOutput): CompiledSnippet {
  const lines = text.split('\n');
  const found: Diagnostic[] = [];
  for (const line of lines) {
    const [, row, column, code, message] = DIAGNOSTIC.exec(line) ?? [];
    if (row !== undefined) {
      found.push({ line: Number(row), column: Number(column), code: code!, message: message! });
    } else if (/^\s+\S/.test(line) && found.length > 0) {
      // What follows further in says more of the one before.
      const last = found.at(-1)!;
      found[found.length - 1] = { ...last, message: `${last.message} ${line.trim()}` };
    }
  }
  // Exit code 0 or 2 of TypeScript; with neither it did not get to an end. Typings of packages may be at fault as well.
  const isAtEnd = exitCode === 0 || (found.length > 0 && exitCode !== null) || /: error TS\d+: /.test(text);
  if (!isAtEnd) throw new ServiceError('tool_failed', 'the compiler did not get to an end');
  return { isValid: found.length === 0, diagnostics: found };
}
