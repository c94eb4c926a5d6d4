import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CATALOGUE } from '@pareto/model-store';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  divergence,
  likeliest,
  logProbabilities,
  type NextToken,
  perplexity,
  standardError,
  topTokens,
} from '../report/figures.ts';
import { mergeReports, reportPage } from '../report/report-file.ts';
import { findReport, nameOf, type QuantizationReport, REPORTS_FILE, readReports, reportsById } from '../src/reports.ts';

const VOCABULARY = 20;
const logits = fc.array(fc.double({ min: -15, max: 15, noNaN: true }), {
  minLength: VOCABULARY,
  maxLength: VOCABULARY,
});

function nextToken(values: readonly number[]): NextToken {
  const highest = Math.max(...values);
  return {
    logits: new Map(values.map((value, token) => [token, value])),
    totalWeight: values.reduce((sum, value) => sum + Math.exp(value - highest), 0),
  };
}

function exactDivergence(p: readonly number[], q: readonly number[]): number {
  const [logp, logq] = [logProbabilities(nextToken(p)), logProbabilities(nextToken(q))];
  return p.reduce((sum, _, i) => sum + Math.exp(logp.get(i)!) * (logp.get(i)! - logq.get(i)!), 0);
}

describe('divergence from the top tokens of a reference', () => {
  it('is that of the whole vocabulary where all tokens are among them', () => {
    fc.assert(
      fc.property(logits, logits, (p, q) => {
        expect(divergence(topTokens(nextToken(p), VOCABULARY), nextToken(q))).toBeCloseTo(exactDivergence(p, q), 6);
      }),
    );
  });

  it('is never more, and 0 from the same', () => {
    fc.assert(
      fc.property(logits, logits, fc.integer({ min: 1, max: VOCABULARY }), (p, q, k) => {
        const top = topTokens(nextToken(p), k);
        expect(divergence(top, nextToken(q))).toBeLessThanOrEqual(exactDivergence(p, q) + 1e-4);
        expect(divergence(top, nextToken(p))).toBeCloseTo(0, 9);
        expect(logProbabilities(nextToken(p)).get(likeliest(nextToken(p)))).toBeCloseTo(top.logprobs[0]!);
      }),
    );
  });
});

describe('perplexity', () => {
  it('of equally likely tokens is their number', () => {
    const loss = -logProbabilities(nextToken(Array(VOCABULARY).fill(3)))!.get(0)!;
    expect(perplexity([loss, loss]).value).toBeCloseTo(VOCABULARY);
    expect(perplexity([loss, loss]).standard_error).toBeCloseTo(0);
  });

  it('has the standard error of a mean', () => {
    expect(standardError([1, 2, 3, 4])).toBeCloseTo(Math.sqrt(5 / 3 / 4));
  });
});

const rate = { median: 20, min: 19, max: 21, samples: 5 };
const report: QuantizationReport = {
  name: 'small',
  bytes: 1_000,
  sha256: 'a'.repeat(64),
  architecture: 'llama',
  quantization: 'Q4_1',
  parameters: 134_515_008,
  resident_bytes: 5e8,
  slots: 4,
  context_length: 4_096,
  cache: 'q8_0',
  prefill: { prompt_tokens: 512, threads: 2, tokens_per_second: rate },
  decode: [
    { streams: 1, threads: 1, tokens_per_second: rate },
    { streams: 4, threads: 2, tokens_per_second: { ...rate, median: 30 } },
  ],
  perplexity: {
    value: 12.3,
    standard_error: 0.4,
    text: 't.txt',
    chunk_length: 512,
    stride: 512,
    chunks: 20,
    tokens_scored: 5_100,
  },
  divergence: null,
  measured: { date: '2026-11-26', commit: 'abc', machine: '2 × CPU', llama_cpp: 'b1' },
};

describe('the file of reports', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pareto-reports-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'kept', 'quantization-report.json');
  const pageFile = join(folder, 'docs', 'page.md');

  it('keeps what was measured before, and replaces what is measured again', () => {
    expect(readReports(file)).toEqual([]);
    mergeReports(file, pageFile, [report]);
    const divergenceOfOther = {
      reference: 'small',
      reference_sha256: report.sha256,
      mean_kl: 0.0123,
      standard_error: 0.001,
      p99_kl: 0.2,
      top_token_agreement: 0.955,
      top_k: 64,
    };
    mergeReports(file, pageFile, [
      { ...report, name: 'smaller', bytes: 500, sha256: 'b'.repeat(64), divergence: divergenceOfOther },
    ]);
    mergeReports(file, pageFile, [{ ...report, slots: 2 }]);
    expect(readReports(file).map(({ name, slots }) => [name, slots])).toEqual([
      ['small', 2],
      ['smaller', 4],
    ]);
    const page = readFileSync(pageFile, 'utf8');
    expect(page).toContain(
      '| small | Q4_1 | 0 MB | 500 MB | 20 | 20.0 | 30.0 (4, 1.50 ×) | 12.30 ± 0.40 | – | – | – |',
    );
    expect(page).toContain('| 0.012 | 0.20 | 95.5 % |');
    expect(page).toBe(reportPage(readReports(file)));
  });

  it('is refused where it is another kind of file', () => {
    const other = join(folder, 'other.json');
    writeFileSync(other, '{"reports": [{}]}');
    expect(() => readReports(other)).toThrow();
  });

  it('knows a model by its name and size', () => {
    const path = join(folder, 'small.gguf');
    writeFileSync(path, '');
    truncateSync(path, 1_000);
    expect(findReport([report], path)).toBe(report);
    truncateSync(path, 1_001);
    expect(findReport([report], path)).toBeUndefined();
    expect(reportsById([{ id: 'a', model: path }, { id: 'b' }, { id: 'c', model: 'hf:x/y' }], [report])).toEqual({});
    truncateSync(path, 1_000);
    expect(reportsById([{ id: 'a', model: path }], [report])).toEqual({ a: report });
    expect(nameOf('/models/qwen/model.gguf')).toBe('qwen');
    expect(nameOf('/models/other.Q4.gguf')).toBe('other.Q4');
  });
});

describe('the reports of this repository', () => {
  it('are of the catalogue’s models, by their hash', () => {
    const reports = readReports(REPORTS_FILE);
    for (const { id } of CATALOGUE.filter(({ task }) => task === 'text-generation')) {
      expect(reportsById([{ id: 'any', model: id }], reports)).toMatchObject({ any: { name: id } });
    }
  });
});
