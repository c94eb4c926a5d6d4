import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { appProcess, type ServerProcess } from '@pareto/contract-tests/app-process';
import { type Section, summarize } from '@pareto/evaluation';

const ROOT = join(import.meta.dirname, '../../..');
const SHARED = process.env.PARETO_DATA ?? join(ROOT, '../shared/data');
const PAGES = 1_000;
const RUNS = 2;
const POLL_MS = 100;

interface Measured {
  readonly firstMs: number;
  /** Indexing the same again; undefined where that is part of a restart. */
  readonly againMs: number | undefined;
  readonly restartMs: number;
  readonly documents: number;
  readonly sections: number;
  /** Largest resident memory so far, and at the end, MB. */
  readonly peakMb: number;
  readonly residentMb: number;
}

/** How long documentation takes to be indexed, by the service as `npm start` runs it, and what that takes of memory. */
export default async function indexing(): Promise<Section> {
  const scratch = mkdtempSync(join(tmpdir(), 'pareto-docs-bench-'));
  try {
    const pages = writePages(join(scratch, 'pages'));
    const rows: [string, Measured[]][] = [];
    if (pages)
      rows.push([`${PAGES} pages of AWS`, await repeated((i) => measureFolder(pages, join(scratch, `aws-${i}`)))]);
    rows.push(['packages of this repository', await repeated((i) => measureProject(join(scratch, `project-${i}`)))]);
    return sectionOf(rows);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function repeated(measure: (run: number) => Promise<Measured>): Promise<Measured[]> {
  const all: Measured[] = [];
  for (let run = 0; run < RUNS; run += 1) all.push(await measure(run));
  return all;
}

function writePages(folder: string): string | undefined {
  const file = join(SHARED, 'docs/aws.docs.jsonl.gz');
  if (!existsSync(file)) return undefined;
  for (const line of gunzipSync(readFileSync(file)).toString().split('\n').slice(0, PAGES)) {
    const { id, text } = JSON.parse(line) as { id: string; text: string };
    mkdirSync(dirname(join(folder, id)), { recursive: true });
    writeFileSync(join(folder, id), text);
  }
  return folder;
}

async function measureFolder(folder: string, dataDir: string): Promise<Measured> {
  const environment = { DOCS_PROJECT: 'none', DOCS_ALLOWED_FOLDERS: folder, DATA_DIR: dataDir };
  const service = await start(environment);
  const index = () =>
    timed(async () => {
      const body = JSON.stringify({ folder, name: 'aws' });
      const headers = { 'content-type': 'application/json' };
      await fetch(`${service.url}/v1/sources`, { method: 'POST', headers, body });
      await untilReady(service);
    });
  const firstMs = await index();
  return ended(service, environment, { firstMs, againMs: await index() });
}

async function measureProject(dataDir: string): Promise<Measured> {
  const environment = { DATA_DIR: dataDir };
  const service = await start(environment, 'live');
  const firstMs = await timed(() => untilReady(service));
  return ended(service, environment, { firstMs, againMs: undefined });
}

async function ended(
  service: ServerProcess,
  environment: Record<string, string>,
  times: Pick<Measured, 'firstMs' | 'againMs'>,
): Promise<Measured> {
  const sources = await sourcesOf(service);
  const [peakMb, residentMb] = [service.residentMb('VmHWM'), service.residentMb()];
  await service.stop();
  const began = performance.now();
  const next = await start(environment);
  const restartMs = performance.now() - began;
  await next.stop();
  const sum = (key: 'documents' | 'chunks') => sources.reduce((all, source) => all + source[key], 0);
  return { ...times, restartMs, documents: sum('documents'), sections: sum('chunks'), peakMb, residentMb };
}

async function start(environment: Record<string, string>, until: 'live' | 'ready' = 'ready'): Promise<ServerProcess> {
  const service = await appProcess(join(ROOT, 'apps/docs-agent'), {
    environment: {
      ...process.env,
      MODELS_DIR: process.env.MODELS_DIR ?? join(ROOT, '.data/models'),
      LIMITS: 'off',
      LOG_LEVEL: 'error',
      ...environment,
    },
    until,
    showsErrors: true,
  });
  await service.start();
  return service;
}

async function sourcesOf({ url }: ServerProcess): Promise<{ status: string; documents: number; chunks: number }[]> {
  const answer = await fetch(`${url}/v1/sources`);
  return ((await answer.json()) as { sources: { status: string; documents: number; chunks: number }[] }).sources;
}

async function untilReady(service: ServerProcess): Promise<void> {
  for (;;) {
    const isReady = (await fetch(`${service.url}/health/ready`)).ok;
    const sources = await sourcesOf(service);
    if (isReady && sources.length > 0 && sources.every(({ status }) => status === 'ready')) return;
    await sleep(POLL_MS);
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function sectionOf(rows: readonly [string, readonly Measured[]][]): Section {
  const spread = (values: readonly number[], decimals = 1) => {
    const { median, min, max } = summarize(values);
    return `${median.toFixed(decimals)} (${min.toFixed(decimals)} to ${max.toFixed(decimals)})`;
  };
  const seconds = (all: readonly Measured[], key: 'firstMs' | 'againMs' | 'restartMs', decimals = 1) => {
    const measured = all.flatMap((one) => one[key] ?? []);
    return measured.length === 0
      ? ''
      : spread(
          measured.map((ms) => ms / 1_000),
          decimals,
        );
  };
  return {
    title: 'Docs agent: indexing',
    notes: [
      `Medians of ${RUNS} runs (least to most), each with an empty data folder; the service as \`npm start\` runs it.`,
      '"Unchanged" is indexing the same again; "restart" is from the start of the process until it is ready, packages being looked through again.',
      'Memory in MB: the most that was resident until then, and what was when all was indexed.',
    ],
    columns: [
      'what',
      'files',
      'sections',
      'first, s',
      's per 1,000 files',
      'unchanged, s',
      'restart, s',
      'peak',
      'resident',
    ],
    rows: rows.map(([what, all]) => [
      what,
      all[0]!.documents,
      all[0]!.sections,
      seconds(all, 'firstMs'),
      spread(all.map(({ firstMs, documents }) => firstMs / documents)),
      seconds(all, 'againMs', 2),
      seconds(all, 'restartMs'),
      spread(
        all.map(({ peakMb }) => peakMb),
        0,
      ),
      spread(
        all.map(({ residentMb }) => residentMb),
        0,
      ),
    ]),
    data: rows.map(([what, all]) => ({ what, runs: all })),
  };
}
