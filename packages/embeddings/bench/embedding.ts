import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Section, summarize } from '@pareto/evaluation';
import { OnnxTextEmbedder } from '../src/index.ts';

const ROOT = join(import.meta.dirname, '../../..');
const DATA = process.env.PARETO_DATA ?? join(ROOT, '../shared/data');
const MODEL = join(process.env.MODELS_DIR ?? join(ROOT, '.data/models'), 'all-minilm-l6-v2');
const PYTHON = process.env.BENCH_PYTHON ?? join(ROOT, '.data/venvs/bench/bin/python');
const TEXTS = 512;
const ROUNDS = 5;
const THREADS = 2;
const QUERIES = 200;
const QUERY = 'how do I validate the body of a request with a schema before it runs';
const GOALS = { int8: 4, fp32: 1.7, queryMs: 3 };

/** Tokens a second against sentence-transformers on the same texts and cores, and the time of one query. */
export default async function bench(): Promise<Section> {
  const texts = readTexts();
  const fp32 = await load('fp32');
  const int8 = await load('int8');
  const tokens = texts.reduce((sum, text) => sum + Math.min(fp32.countTokens(text) + 2, 256), 0);
  const rates: Record<string, number[]> = { 'sentence-transformers fp32': [], 'ours fp32': [], 'ours int8': [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    rates['sentence-transformers fp32']!.push(tokens / (await peerSeconds(texts)));
    rates['ours fp32']!.push(tokens / (await seconds(() => fp32.embed(texts))));
    rates['ours int8']!.push(tokens / (await seconds(() => int8.embed(texts))));
  }
  const latencies: Record<string, number[]> = { 'ours fp32': await queryMs(fp32), 'ours int8': await queryMs(int8) };
  await Promise.all([fp32.close(), int8.close()]);

  const peer = summarize(rates['sentence-transformers fp32']!).median;
  const rows = Object.entries(rates).map(([name, samples]) => {
    const { median, min, max } = summarize(samples);
    const query = latencies[name] && summarize(latencies[name]);
    return [
      name,
      Math.round(median),
      `${Math.round(min)}–${Math.round(max)}`,
      (median / peer).toFixed(2),
      query?.median.toFixed(2) ?? '',
      query?.p95.toFixed(2) ?? '',
    ];
  });
  const ratio = (name: string) => summarize(rates[name]!).median / peer;
  const verdict = (reached: number, goal: number) =>
    `${reached.toFixed(2)}×, goal ${goal}×${reached < goal ? ': MISSED' : ''}`;
  return {
    title: 'Embedding: all-MiniLM-L6-v2 on the CPU',
    notes: [
      `${TEXTS} CISI abstracts, ${tokens} tokens after cutting at 256; ${THREADS} threads (ours: ${THREADS} sessions of one thread); ${ROUNDS} rounds in which each takes its turn; tokenizing included.`,
      `int8: ${verdict(ratio('ours int8'), GOALS.int8)}. fp32: ${verdict(ratio('ours fp32'), GOALS.fp32)}.`,
      `One query of 16 tokens, ${QUERIES} times, alone on the machine: goal ${GOALS.queryMs} ms at the median.`,
    ],
    columns: ['embedder', 'tokens/s (median)', 'range', '× peer', 'query ms (median)', 'query ms (p95)'],
    rows,
    data: { tokens, rates, latencies },
  };
}

function readTexts(): string[] {
  const file = join(DATA, 'retrieval/cisi.docs.jsonl');
  if (!existsSync(file)) throw new Error(`the texts of this benchmark are not here: ${file} (PARETO_DATA says where)`);
  const lines = readFileSync(file, 'utf8').trim().split('\n').slice(0, TEXTS);
  return lines.map((line) => (JSON.parse(line) as { text: string }).text);
}

function load(precision: 'fp32' | 'int8'): Promise<OnnxTextEmbedder> {
  return OnnxTextEmbedder.load({ kind: 'onnx', modelFolder: MODEL, precision, threads: THREADS });
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
}

async function queryMs(embedder: OnnxTextEmbedder): Promise<number[]> {
  const samples: number[] = [];
  for (let i = 0; i < QUERIES; i += 1)
    samples.push(1_000 * (await seconds(() => embedder.embed([QUERY], { purpose: 'query' }))));
  return samples;
}

/** Seconds of sentence-transformers for the texts, measured inside Python after a warm-up. */
async function peerSeconds(texts: readonly string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'pareto-bench-'));
  const file = join(folder, 'texts.json');
  writeFileSync(file, JSON.stringify(texts));
  const script = join(import.meta.dirname, 'peers/sentence_transformers_rate.py');
  const { stdout } = await promisify(execFile)(PYTHON, [script, MODEL, file, String(THREADS)]);
  rmSync(folder, { recursive: true });
  return Number(stdout.trim().split('\n').at(-1));
}
