import { join } from 'node:path';
import { toMarkdown } from '../../../infra/bench/markdown.ts';
import { AnswerLog } from './answer-log.ts';
import { client } from './ask.ts';
import type { Case } from './case.ts';
import { type Options, readOptions, USAGE } from './options.ts';
import { Progress } from './progress.ts';
import { complete, currentCommit, publish } from './publish.ts';
import { faultsBySet, report } from './report.ts';
import { type Result, runCases } from './run.ts';
import { findService } from './service.ts';
import { readSet } from './sets.ts';
import { splitOf } from './split.ts';

const INTERRUPTED = 130;
const args = process.argv.slice(2);
const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => interrupt.abort(new Error('interrupted')));
}

async function evaluate(options: Options): Promise<void> {
  const log = new AnswerLog(options.run, options.model);
  console.error(`answers: ${log.folder}`);
  const results = await answerAll(
    options.sets.map((set) => chosenCases(set, options)),
    options,
    log,
  );
  const commits = [...new Set(results.map(({ commit }) => commit))];
  const table = complete(report(results, options), commits, args);
  if (results.length > 0) console.log(toMarkdown(table));
  for (const line of faultsBySet(results)) console.log(line);
  if (interrupt.signal.aborted) throw new Error(`interrupted; continue with --run ${options.run}`);
  if (options.write) console.error(`written: ${publish(table)}`);
}

function chosenCases(set: Options['sets'][number], { split, limit }: Options): Case[] {
  const cases = readSet(set).filter(({ id }) => split === 'all' || splitOf(id) === split);
  return cases.slice(0, limit);
}

/** Set after set, so that an interrupted run has whole ones; no service is needed where all were answered before. */
async function answerAll(sets: readonly (readonly Case[])[], options: Options, log: AnswerLog): Promise<Result[]> {
  const known = log.read();
  const isAnswered = sets.flat().every(({ id }) => known.has(id));
  const { signal } = interrupt;
  const service = isAnswered ? undefined : await findService(options.model, join(log.folder, 'service.log'), signal);
  const ask = client(service?.baseUrl ?? '', options.model);
  const commit = currentCommit();
  const results: Result[] = [];
  try {
    for (const [i, cases] of sets.entries()) {
      const progress = new Progress(options.sets[i]!);
      const { concurrency } = options;
      results.push(...(await runCases(cases, { ask, log, commit, progress, concurrency, signal })));
    }
  } finally {
    await service?.stop();
  }
  return results;
}

function optionsOrExit(): Options {
  try {
    return readOptions(args);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    process.exit(2);
  }
}

const options = optionsOrExit();
try {
  await evaluate(options);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = interrupt.signal.aborted ? INTERRUPTED : 1;
}
