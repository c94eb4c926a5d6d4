import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { appProcess } from '@pareto/contract-tests/app-process';
import { type Section, summarize } from '@pareto/evaluation';

const APP = join(import.meta.dirname, '..');
const QUIET = { SAMPLE_PACKAGES: 'none', LIMITS: 'off', LOG_LEVEL: 'warn' };
const DATA = process.env.PARETO_DATA ?? join(import.meta.dirname, '../../../../shared/data');
/** Collections of this many documents, with the 95th percentile that a hybrid search should stay within. */
const SIZES = [
  { documents: 11_000, goalMs: 20 },
  { documents: 100_000, goalMs: 60 },
];
const RESIDENT_GOAL_MB = 1_200;
const READY_GOAL_S = 4;
const ENGINES = ['bm25', 'minilm', 'hybrid'];
const SEARCHES = 200;
const WARM_UP = 20;
const STARTS = 5;
/** Collections are tidied when nothing was written for ten seconds. */
const REST_MS = 15_000;
const UPLOAD_LINES = 5_000;
const COLLECTION = '/v1/collections/bench';

/** Searches over HTTP, one client at a time, in collections of two sizes; memory and start-up of the same process. */
export default async function bench(): Promise<Section> {
  const lines = documentationLines(Math.max(...SIZES.map((size) => size.documents)));
  const queries = readQueries();
  const rows: (string | number)[][] = [];
  const notes = [
    `Documents are lines of 3,000 pages of documentation, queries the 40 questions about them; ${SEARCHES} searches an engine after ${WARM_UP} to warm up, k = 10, one client.`,
    'The client is a process of its own on the same two cores; HTTP, JSON, embedding the query and reading the hits are in the figures; collections have rested for ten seconds, as after any upload.',
  ];
  const data: Record<string, unknown> = {};
  for (const { documents, goalMs } of SIZES) {
    const dataDir = mkdtempSync(join(tmpdir(), 'pareto-bench-'));
    const service = await appProcess(APP, {
      environment: { ...process.env, ...QUIET, DATA_DIR: dataDir },
      showsErrors: true,
    });
    await service.start();
    const uploadSeconds = await upload(service.url, lines.slice(0, documents));
    const readySeconds: number[] = [];
    for (let start = 0; start < STARTS; start += 1) {
      await service.stop();
      const began = performance.now();
      await service.start();
      readySeconds.push((performance.now() - began) / 1_000);
    }
    await search(service.url, 'minilm', queries[0]!);
    await setTimeout(REST_MS);
    for (const engine of ENGINES) {
      const samples: number[] = [];
      for (let i = 0; i < WARM_UP + SEARCHES; i += 1) {
        const began = performance.now();
        await search(service.url, engine, queries[i % queries.length]!);
        if (i >= WARM_UP) samples.push(performance.now() - began);
      }
      const { median, p95, max } = summarize(samples);
      rows.push([
        documents,
        engine,
        median.toFixed(1),
        p95.toFixed(1),
        max.toFixed(1),
        service.residentMb(),
        summarize(readySeconds).median.toFixed(2),
      ]);
      data[`${documents} ${engine}`] = samples;
      if (engine === 'hybrid')
        notes.push(
          `${documents} documents, hybrid: p95 ${p95.toFixed(1)} ms, goal ${goalMs} ms${p95 > goalMs ? ': MISSED' : ''}.`,
        );
    }
    const resident = service.residentMb();
    notes.push(
      `${documents} documents: uploaded and embedded in ${Math.round(uploadSeconds)} s, ${resident} MB resident (goal ${RESIDENT_GOAL_MB} MB${resident > RESIDENT_GOAL_MB ? ': MISSED' : ''}), ready ${summarize(readySeconds).median.toFixed(2)} s after start (goal ${READY_GOAL_S} s).`,
    );
    await service.stop();
    rmSync(dataDir, { recursive: true });
  }
  return {
    title: 'Search over HTTP',
    notes,
    columns: ['documents', 'engine', 'ms (median)', 'ms (p95)', 'ms (max)', 'MB resident', 's to ready'],
    rows,
    data,
  };
}

/** Lines of prose from the documentation pages, each a document; pages are gone round in turn. */
function documentationLines(count: number): string[] {
  const file = join(DATA, 'docs/aws.docs.jsonl.gz');
  if (!existsSync(file)) throw new Error(`the texts of this benchmark are not here: ${file} (PARETO_DATA says where)`);
  const pages = gunzipSync(readFileSync(file)).toString().trim().split('\n');
  const lines = pages.flatMap((page) =>
    (JSON.parse(page) as { text: string }).text.split('\n').filter((line) => line.length > 40),
  );
  if (lines.length < count) throw new Error(`${lines.length} lines are fewer than ${count}`);
  return lines.slice(0, count).map((line) => line.slice(0, 500));
}

function readQueries(): string[] {
  const lines = readFileSync(join(DATA, 'docs/aws.questions.jsonl'), 'utf8').trim().split('\n');
  return lines.map((line) => (JSON.parse(line) as { question: string }).question);
}

async function upload(url: string, lines: readonly string[]): Promise<number> {
  const began = performance.now();
  await fetch(`${url}${COLLECTION}`, { method: 'PUT', body: '{}', headers: { 'content-type': 'application/json' } });
  for (let start = 0; start < lines.length; start += UPLOAD_LINES) {
    const body = lines
      .slice(start, start + UPLOAD_LINES)
      .map((text, i) => JSON.stringify({ id: String(start + i), text }));
    const headers = { 'content-type': 'application/x-ndjson' };
    const answer = await fetch(`${url}${COLLECTION}/documents`, { method: 'POST', body: body.join('\n'), headers });
    if (!answer.ok) throw new Error(`upload: ${answer.status} ${await answer.text()}`);
  }
  return (performance.now() - began) / 1_000;
}

async function search(url: string, engine: string, query: string): Promise<void> {
  const body = JSON.stringify({ query, engine, k: 10 });
  const answer = await fetch(`${url}${COLLECTION}/search`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json' },
  });
  if (!answer.ok) throw new Error(`search: ${answer.status} ${await answer.text()}`);
  await answer.json();
}
