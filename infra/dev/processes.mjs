import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import { dirname } from 'node:path';
import { ROOT } from './paths.mjs';

/** The environment for children: the given Node comes first on the path. */
export function environment(node, extra = {}) {
  return {
    ...process.env,
    PATH: `${dirname(node)}:${process.env.PATH ?? ''}`,
    ONNXRUNTIME_NODE_INSTALL: 'skip',
    // Lance warns, line by line, of merging what it is meant to merge.
    LANCEDB_LOG: process.env.LANCEDB_LOG ?? 'error',
    ...extra,
  };
}

/** Runs a program in the foreground and gives its exit code; a program ended by a signal gives 130. */
export function run(program, args, { env = environment(program), cwd = ROOT } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: 'inherit' });
    // The terminal sends Ctrl-C to the child too: it ends by itself, and so do we.
    const ignore = () => undefined;
    process.on('SIGINT', ignore);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      process.off('SIGINT', ignore);
      resolve(signal ? 130 : (code ?? 1));
    });
  });
}

/** Runs a program and keeps what it prints: `{ code, output }`, at most the last 20,000 characters. Of 1 to 19, the nicest waits most. */
export function capture(program, args, { env = process.env, cwd = ROOT, niceness = 0 } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    if (niceness > 0 && child.pid !== undefined) setPriority(child.pid, niceness);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output = (output + chunk).slice(-20_000);
      });
    }
    child.once('error', (error) => resolve({ code: 127, output: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
