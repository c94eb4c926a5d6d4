import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CATALOGUE, locateModel } from '@pareto/model-store';
import { getLlama, LlamaLogLevel } from 'node-llama-cpp';
import { type QuantizationReport, REPORTS_FILE } from '../src/reports.ts';
import { measureApart } from './child-process.ts';
import { type GgufFile, readGguf } from './gguf.ts';
import { mergeReports, reportPage } from './report-file.ts';

const ROOT = join(import.meta.dirname, '../../..');
const USAGE = `usage: npm run report -- <file.gguf or id of the catalogue> …

Measures size, memory, speed, perplexity, and the divergence from the largest file given of the same model.

  --text FILE        what perplexity is measured on (WikiText-2's test part by default)
  --chunks N         chunks of it, 20 by default
  --chunk-length N   tokens of a chunk, 512 by default
  --repeats N        rounds of the speed measurements, 5 by default
  --threads N        the cores of this machine by default
  --out FILE         where reports are kept (the service's own by default), with a page beside it`;
const PAGE = join(ROOT, 'docs/benchmarks/quantization-report.md');
const TOP_K = 64;
/** Where the command was typed: npm changes to the root before it runs anything. */
const HERE = process.env.INIT_CWD ?? process.cwd();

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    text: {
      type: 'string',
      default: join(process.env.PARETO_DATA ?? join(ROOT, '../shared/data'), 'text/wikitext2.test.txt'),
    },
    chunks: { type: 'string', default: '20' },
    'chunk-length': { type: 'string', default: '512' },
    repeats: { type: 'string', default: '5' },
    threads: { type: 'string', default: `${Math.min(8, availableParallelism())}` },
    out: { type: 'string', default: REPORTS_FILE },
  },
});

const settings = {
  text: resolve(HERE, values.text),
  chunks: whole('chunks'),
  chunkLength: whole('chunk-length'),
  repeats: whole('repeats'),
  threads: whole('threads'),
};
if (positionals.length === 0) fail(USAGE);
if (!existsSync(settings.text)) fail(`there is no text ${settings.text}; --text names another`);
const paths = await Promise.all(positionals.map(pathOf));
const files: GgufFile[] = [];
for (const path of new Set(paths)) files.push(await readGguf(path));
// The largest of a model comes before those that are compared with it.
files.sort((a, b) => b.bytes - a.bytes);

const scratch = mkdtempSync(join(tmpdir(), 'pareto-report-'));
try {
  const fresh: QuantizationReport[] = [];
  for (const file of files) fresh.push(await report(file));
  const out = resolve(HERE, values.out);
  mergeReports(out, out === REPORTS_FILE ? PAGE : out.replace(/(\.json)?$/, '.md'), fresh);
  console.log(`\n${reportPage(fresh)}`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function report(file: GgufFile): Promise<QuantizationReport> {
  const alike = files.filter(({ model }) => model === file.model);
  const reference = alike[0]!;
  const { text, chunks, chunkLength, repeats, threads } = settings;
  const step = async <Result>(what: string, work: Promise<Result>): Promise<Result> => {
    const began = performance.now();
    const result = await work;
    console.log(`${file.name}: ${what} (${((performance.now() - began) / 1_000).toFixed(0)} s)`);
    return result;
  };
  if (alike.length === 1) console.log(`${file.name}: no other file of this model was given, so no KL divergence`);
  const footprint = await step('memory', measureApart({ kind: 'footprint', path: file.path, threads }));
  const speed = await step('speed', measureApart({ kind: 'speed', path: file.path, text, threads, repeats }));
  const quality = await step(
    'perplexity',
    measureApart({
      kind: 'quality',
      path: file.path,
      text,
      threads,
      chunks,
      chunkLength,
      ...(alike.length > 1
        ? { reference: { file: join(scratch, `${reference.sha256}.json`), isWritten: file === reference, topK: TOP_K } }
        : {}),
    }),
  );
  const { name, bytes, sha256, architecture, quantization, parameters } = file;
  const divergence = quality.divergence && {
    reference: reference.name,
    reference_sha256: reference.sha256,
    ...quality.divergence,
  };
  return {
    name,
    bytes,
    sha256,
    architecture,
    quantization,
    parameters,
    ...footprint,
    ...speed,
    perplexity: quality.perplexity,
    divergence,
    measured: await circumstances(),
  };
}

async function pathOf(given: string): Promise<string> {
  if (!CATALOGUE.some(({ id }) => id === given)) {
    const path = resolve(HERE, given);
    return existsSync(path) ? path : fail(`there is no file ${given}, and the catalogue has no such model`);
  }
  const { files: located } = await locateModel(given, process.env.MODELS_DIR ?? join(ROOT, '.data/models'));
  return Object.values(located).find((path) => path.endsWith('.gguf')) ?? fail(`${given} is no GGUF`);
}

/** Where and on what a figure was measured. */
async function circumstances(): Promise<QuantizationReport['measured']> {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain', '--', 'packages', 'apps') === '' ? '' : ' with uncommitted changes';
  const llama = await getLlama({ gpu: false, build: 'never', skipDownload: true, logLevel: LlamaLogLevel.disabled });
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: git('rev-parse', '--short', 'HEAD') + changed,
    machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`,
    llama_cpp: llama.llamaCppRelease.release,
  };
}

function whole(name: 'chunks' | 'chunk-length' | 'repeats' | 'threads'): number {
  const value = Number(values[name]);
  return Number.isInteger(value) && value > 0 ? value : fail(`--${name} takes a whole number above 0`);
}

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}
