import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { CATALOGUE } from '@pareto/model-store';
import { z } from 'zod';

const rate = z.object({
  median: z.number(),
  min: z.number(),
  max: z.number(),
  samples: z.int(),
});

/** What `npm run report` measured of one GGUF file. Bytes, seconds, and natural logarithms. */
export const quantizationReport = z.object({
  name: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  architecture: z.string(),
  /** How most of the weights are stored, `Q4_K_M` for example. */
  quantization: z.string(),
  parameters: z.int(),
  /** Of a process with the model, its slots and a first answer. */
  resident_bytes: z.int(),
  slots: z.int(),
  context_length: z.int(),
  cache: z.string(),
  prefill: z.object({ prompt_tokens: z.int(), threads: z.int(), tokens_per_second: rate }),
  /** All answers together, for each number of answers at once. */
  decode: z.array(z.object({ streams: z.int(), threads: z.int(), tokens_per_second: rate })),
  perplexity: z.object({
    value: z.number(),
    standard_error: z.number(),
    text: z.string(),
    chunk_length: z.int(),
    stride: z.int(),
    chunks: z.int(),
    tokens_scored: z.int(),
  }),
  /** Against the largest file of the same model that was measured with it; null where there was none. */
  divergence: z
    .object({
      reference: z.string(),
      reference_sha256: z.string(),
      mean_kl: z.number(),
      standard_error: z.number(),
      p99_kl: z.number(),
      top_token_agreement: z.number(),
      /** Tokens of the reference that are compared one by one; the others count as one. */
      top_k: z.int(),
    })
    .nullable(),
  measured: z.object({ date: z.string(), commit: z.string(), machine: z.string(), llama_cpp: z.string() }),
});
export type QuantizationReport = z.infer<typeof quantizationReport>;

/** What `npm run report` writes. */
export const REPORTS_FILE = join(import.meta.dirname, '../report/quantization-report.json');
export const reportFile = z.object({ reports: z.array(quantizationReport) });

/** What was measured so far; nothing where there is no such file. @throws ZodError where it is another kind of file. */
export function readReports(file: string): readonly QuantizationReport[] {
  return existsSync(file) ? reportFile.parse(JSON.parse(readFileSync(file, 'utf8'))).reports : [];
}

/**
 * What was measured of the models that run here, by the id that callers name them by.
 * @param models `model` is an id of the catalogue or the path of a GGUF file.
 */
export function reportsById(
  models: readonly { readonly id: string; readonly model?: string }[],
  reports: readonly QuantizationReport[],
): Readonly<Record<string, QuantizationReport>> {
  return Object.fromEntries(
    models.flatMap(({ id, model }) => {
      const report = model === undefined ? undefined : reportOf(model, reports);
      return report ? [[id, report]] : [];
    }),
  );
}

function reportOf(model: string, reports: readonly QuantizationReport[]): QuantizationReport | undefined {
  const files = CATALOGUE.find(({ id }) => id === model)?.files;
  if (files) return reports.find(({ sha256 }) => files.some((file) => file.sha256 === sha256));
  return existsSync(model) ? findReport(reports, model) : undefined;
}

/** What was measured of the file at `path`: by its name and size, since hashing a gigabyte at each start takes seconds. */
export function findReport(reports: readonly QuantizationReport[], path: string): QuantizationReport | undefined {
  const bytes = statSync(path).size;
  return reports.find((report) => report.bytes === bytes && report.name === nameOf(path));
}

/** What a GGUF file is called: its own name, or that of its folder where it is just `model.gguf`. */
export function nameOf(path: string): string {
  const own = basename(path, '.gguf');
  return own === 'model' ? basename(dirname(path)) : own;
}
