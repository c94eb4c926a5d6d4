import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type QuantizationReport, readReports } from '../src/reports.ts';

/** Adds reports to those in `file`, in place of older ones of the same bytes, and writes the page about all. */
export function mergeReports(
  file: string,
  page: string,
  fresh: readonly QuantizationReport[],
): readonly QuantizationReport[] {
  const known = readReports(file);
  const kept = known.filter(({ sha256 }) => !fresh.some((report) => report.sha256 === sha256));
  const reports = [...kept, ...fresh].sort((a, b) => b.bytes - a.bytes || a.name.localeCompare(b.name));
  replace(file, `${JSON.stringify({ reports }, null, 2)}\n`);
  replace(page, reportPage(reports));
  return reports;
}

function replace(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.partial`, content);
  renameSync(`${file}.partial`, file);
}

const COLUMNS = [
  'model',
  'quantization',
  'size',
  'resident',
  'prompt tokens/s',
  'answer tokens/s: 1',
  'several at once',
  'perplexity',
  'KL, mean',
  'KL, 99 %',
  'same first token',
];

export function reportPage(reports: readonly QuantizationReport[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    '# Quantizations, measured',
    '',
    row(COLUMNS),
    row(COLUMNS.map((_, i) => (i < 2 ? '---' : '---:'))),
    ...reports.map((report) => row(cellsOf(report))),
    '',
    ...notesOf(reports).map((note) => `- ${note}`),
    '',
  ].join('\n');
}

function cellsOf(report: QuantizationReport): string[] {
  const { prefill, decode, perplexity, divergence } = report;
  const one = decode.find(({ streams }) => streams === 1);
  const several = decode.find(({ streams }) => streams > 1);
  const gain = one && several ? several.tokens_per_second.median / one.tokens_per_second.median : undefined;
  const nats = (value: number) => value.toPrecision(2);
  return [
    report.name,
    report.quantization,
    `${Math.round(report.bytes / 1e6).toLocaleString('en')} MB`,
    `${Math.round(report.resident_bytes / 1e6).toLocaleString('en')} MB`,
    prefill.tokens_per_second.median.toFixed(0),
    one?.tokens_per_second.median.toFixed(1) ?? '',
    several ? `${several.tokens_per_second.median.toFixed(1)} (${several.streams}, ${gain?.toFixed(2)} ×)` : '',
    `${perplexity.value.toFixed(2)} ± ${perplexity.standard_error.toFixed(2)}`,
    divergence ? nats(divergence.mean_kl) : '–',
    divergence ? nats(divergence.p99_kl) : '–',
    divergence ? `${(divergence.top_token_agreement * 100).toFixed(1)} %` : '–',
  ];
}

function notesOf(reports: readonly QuantizationReport[]): string[] {
  const distinct = (lines: readonly string[]) => [...new Set(lines)];
  return [
    ...distinct(
      reports.map(
        ({ slots, context_length, cache }) =>
          `Memory of a process with ${slots} slots of ${context_length.toLocaleString('en')} tokens (cache ${cache}) after its first answer, and speed with the same settings; medians.`,
      ),
    ),
    ...distinct(
      reports.map(
        ({ perplexity: { text, chunk_length, stride, chunks } }) =>
          `Perplexity on ${text}: the first ${chunks} chunks of ${chunk_length} tokens, stride ${stride}, the second half of each scored; cache f16; ± one standard error. Vocabularies differ, so compare within a model only.`,
      ),
    ),
    ...distinct(
      reports.flatMap(({ divergence }) =>
        divergence
          ? [
              `KL divergence in nats from ${divergence.reference}, over its ${divergence.top_k} likeliest tokens and one outcome for the rest: a lower bound, close where the rest is small.`,
            ]
          : [],
      ),
    ),
    ...distinct(
      reports.map(
        ({ name, measured: { commit, date, machine, llama_cpp } }) =>
          `${name}: \`npm run report\` at ${commit}, ${date}, on ${machine}, llama.cpp ${llama_cpp}.`,
      ),
    ),
  ];
}
