import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readGgufFileInfo } from 'node-llama-cpp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measureApart } from '../report/child-process.ts';
import { readGguf } from '../report/gguf.ts';

const MODEL = join(
  process.env.MODELS_DIR ?? join(import.meta.dirname, '../../../.data/models'),
  'smollm2-135m-instruct-q4_1/model.gguf',
);
/** Enough for two chunks of 64 tokens. */
const TEXT =
  'The lighthouse of Alexandria was built in the third century before our era, and was for a long time among the tallest buildings that people had made. ' +
  'Sailors saw its fire from far away at night, and its smoke by day. Earthquakes damaged it badly, again and again, until only ruins were left of it. ' +
  'Divers found some of its stones on the floor of the harbour, and there are plans to show them where they lie, under the water, to whoever wants to see them. ' +
  'A medieval fort stands in its place today, built from what the sea and the quarrymen had left, and visitors look out from its walls over the bay.';

describe.skipIf(!existsSync(MODEL))('what a report measures (needs model files)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pareto-report-'));
  const text = join(folder, 'text.txt');
  const damaged = join(folder, 'damaged.gguf');
  const shared = { kind: 'quality', text, threads: 1, chunks: 2, chunkLength: 64 } as const;
  const reference = join(folder, 'reference.json');

  beforeAll(async () => {
    writeFileSync(text, TEXT);
    copyFileSync(MODEL, damaged);
    await damage(damaged);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is 0 apart from itself, and apart from a damaged copy', async () => {
    const written = { file: reference, isWritten: true, topK: 32 };
    const read = { ...written, isWritten: false };
    const first = await measureApart({ ...shared, path: MODEL, reference: written });
    expect(first.divergence).toBeNull();
    expect(first.perplexity).toMatchObject({ chunks: 2, chunk_length: 64, stride: 64, tokens_scored: 62 });
    expect(first.perplexity.value).toBeGreaterThan(5);
    expect(first.perplexity.value).toBeLessThan(60);

    const same = await measureApart({ ...shared, path: MODEL, reference: read });
    expect(same.perplexity.value).toBeCloseTo(first.perplexity.value, 3);
    expect(same.divergence).toMatchObject({ top_token_agreement: 1, top_k: 32 });
    expect(same.divergence!.mean_kl).toBeLessThan(1e-3);

    const other = await measureApart({ ...shared, path: damaged, reference: read });
    expect(other.divergence!.mean_kl).toBeGreaterThan(0.01);
    expect(other.divergence!.p99_kl).toBeGreaterThan(other.divergence!.mean_kl);
    expect(other.divergence!.top_token_agreement).toBeLessThan(1);
  }, 120_000);

  it('is what the full distribution gives', async () => {
    const { perplexity } = await measureApart({ ...shared, chunks: 1, path: MODEL });
    const { llama, model } = await (await import('../report/service-model.ts')).loadModel(MODEL, 1);
    const context = await model.createContext({ contextSize: 64, threads: 1, flashAttention: true });
    const tokens = model.tokenize(TEXT).slice(0, 64);
    const output = await context
      .getSequence()
      .controlledEvaluate(tokens.slice(0, -1).map((token) => [token, { generateNext: { probabilities: true } }]));
    const losses = tokens.slice(33).map((token, i) => -Math.log(output[32 + i]!.next.probabilities!.get(token)!));
    const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    expect(perplexity.value).toBeCloseTo(Math.exp(mean), 1);
    await llama.dispose();
  }, 120_000);

  it('tells quantizations of one model from other models', async () => {
    const [a, b] = [await readGguf(MODEL), await readGguf(damaged)];
    expect(a).toMatchObject({ name: 'smollm2-135m-instruct-q4_1', quantization: 'Q4_1', architecture: 'llama' });
    expect(a.sha256).toBe('b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53');
    expect(b.model).toBe(a.model);
    expect(b.sha256).not.toBe(a.sha256);
    expect(readFileSync(damaged).byteLength).toBe(a.bytes);
  });
});

/** Overwrites part of one layer's weights. */
async function damage(path: string): Promise<void> {
  const { tensorInfo } = await readGgufFileInfo(path);
  const { fileOffset } = tensorInfo!.find(({ name }) => name === 'blk.10.ffn_down.weight')!;
  writeSync(openSync(path, 'r+'), Buffer.alloc(100_000, 0), 0, 100_000, Number(fileOffset));
}
