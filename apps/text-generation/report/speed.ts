import { readFileSync } from 'node:fs';
import { summarize } from '@pareto/evaluation';
import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import { createContext, loadModel, serviceSettings } from './service-model.ts';

export interface SpeedJob {
  readonly kind: 'speed';
  readonly path: string;
  readonly text: string;
  readonly threads: number;
  readonly repeats: number;
}

const PROMPT_TOKENS = 512;
const DECODE_PROMPT_TOKENS = 32;
const ANSWER_TOKENS = 64;

/** Tokens a second of prompts, and of one and of several answers at once, which take turns so that noise hits all alike. */
export async function measureSpeed({ path, text, threads, repeats }: SpeedJob) {
  const { llama, model } = await loadModel(path, threads);
  const settings = serviceSettings(path, model);
  const context = await createContext(model, settings, threads);
  const sequences = Array.from({ length: settings.slots }, () => context.getSequence());
  const tokens = model.tokenize(readFileSync(text, 'utf8').slice(0, 200_000));
  const prompt = (i: number, length: number) => tokens.slice(i * PROMPT_TOKENS, i * PROMPT_TOKENS + length);
  // A single answer is bound by memory; the service decodes it with one thread fewer.
  const single = Math.max(1, threads - 1);
  const kinds = [...new Set([1, settings.slots])].map((streams) => ({
    streams,
    threads: streams === 1 ? single : threads,
  }));

  const prefill: number[] = [];
  const decode = kinds.map((): number[] => []);
  // The first round warms up and does not count.
  for (let round = 0; round <= repeats; round += 1) {
    llama.maxThreads = threads;
    const rates = [await prefillRate(sequences[0]!, prompt(round, PROMPT_TOKENS))];
    for (const { streams, threads: decoding } of kinds) {
      llama.maxThreads = decoding;
      const chosen = sequences.slice(0, streams);
      rates.push(await decodeRate(chosen, (i) => prompt(round + i, DECODE_PROMPT_TOKENS)));
    }
    if (round === 0) continue;
    prefill.push(rates[0]!);
    for (const [i, samples] of decode.entries()) samples.push(rates[i + 1]!);
  }
  return {
    prefill: { prompt_tokens: PROMPT_TOKENS, threads, tokens_per_second: rounded(prefill) },
    decode: kinds.map((kind, i) => ({ ...kind, tokens_per_second: rounded(decode[i]!) })),
  };
}

async function prefillRate(sequence: LlamaContextSequence, prompt: Token[]): Promise<number> {
  await sequence.clearHistory();
  const began = performance.now();
  await sequence.evaluateWithoutGeneratingNewTokens(prompt);
  return (prompt.length / (performance.now() - began)) * 1_000;
}

/** Answers alone: every prompt is read before the clock starts. */
async function decodeRate(sequences: readonly LlamaContextSequence[], prompt: (i: number) => Token[]): Promise<number> {
  for (const [i, sequence] of sequences.entries()) {
    await sequence.clearHistory();
    await sequence.evaluateWithoutGeneratingNewTokens(prompt(i).slice(0, -1));
  }
  const began = performance.now();
  await Promise.all(
    sequences.map(async (sequence, i) => {
      let left = ANSWER_TOKENS;
      for await (const _ of sequence.evaluate(prompt(i).slice(-1), { temperature: 0, yieldEogToken: true })) {
        left -= 1;
        if (left === 0) break;
      }
      if (left > 0) throw new Error('an answer ended by itself, so its tokens cannot be counted on');
    }),
  );
  return ((sequences.length * ANSWER_TOKENS) / (performance.now() - began)) * 1_000;
}

function rounded(samples: readonly number[]) {
  const { median, min, max } = summarize(samples);
  const [a, b, c] = [median, min, max].map((value) => Math.round(value * 10) / 10) as [number, number, number];
  return { median: a, min: b, max: c, samples: samples.length };
}
