import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { average } from '@pareto/evaluation';
import type { ControlledEvaluateInputItem, LlamaContextSequence, LlamaModel, Token } from 'node-llama-cpp';
import {
  divergence,
  likeliest,
  logProbabilities,
  type NextToken,
  perplexity,
  summarizeDivergence,
  type TopTokens,
  topTokens,
} from './figures.ts';
import { loadModel } from './service-model.ts';

export interface QualityJob {
  readonly kind: 'quality';
  readonly path: string;
  readonly text: string;
  readonly threads: number;
  readonly chunks: number;
  readonly chunkLength: number;
  /** Where the top tokens of the reference go, or are. */
  readonly reference?: { readonly file: string; readonly isWritten: boolean; readonly topK: number };
}

/** Tokens of one step; each may need the logits of the whole vocabulary at once. */
const STEP_TOKENS = 64;

/**
 * Perplexity as llama.cpp's own tool measures it: chunks that do not overlap, of which the second half is scored with
 * the first as its context; the attention cache at full precision. Beside a reference also how far the probabilities
 * are from its own.
 */
export async function measureQuality(job: QualityJob) {
  const { model } = await loadModel(job.path, job.threads);
  const context = await model.createContext({
    contextSize: job.chunkLength,
    batchSize: STEP_TOKENS,
    flashAttention: true,
    threads: { ideal: job.threads, min: 1 },
  });
  const sequence = context.getSequence();
  const { reference } = job;
  const known =
    reference && !reference.isWritten ? (JSON.parse(readFileSync(reference.file, 'utf8')) as TopTokens[]) : undefined;
  const losses: number[] = [];
  const tops: TopTokens[] = [];
  const divergences: number[] = [];
  const agreements: number[] = [];
  const chunks = chunksOf(model, job);
  for (const chunk of chunks) {
    await sequence.clearHistory();
    const offset = losses.length;
    const tokensOf = (i: number) => known?.[offset + i]?.tokens ?? [];
    for (const { next, token } of await predictions(
      sequence,
      chunk,
      tokensOf,
      reference?.isWritten ? reference.topK : 0,
    )) {
      losses.push(-logProbabilities(next).get(token)!);
      if (reference?.isWritten) tops.push(topTokens(next, reference.topK));
      const top = known?.[losses.length - 1];
      if (!top) continue;
      divergences.push(divergence(top, next));
      agreements.push(likeliest(next) === top.tokens[0] ? 1 : 0);
    }
  }
  if (reference?.isWritten) writeFileSync(reference.file, JSON.stringify(tops));
  return {
    perplexity: {
      ...perplexity(losses),
      text: basename(job.text),
      chunk_length: job.chunkLength,
      stride: job.chunkLength,
      chunks: chunks.length,
      tokens_scored: losses.length,
    },
    divergence:
      known && reference
        ? { ...summarizeDivergence(divergences), top_token_agreement: average(agreements), top_k: reference.topK }
        : null,
  };
}

function chunksOf(model: LlamaModel, { text, chunks, chunkLength }: QualityJob): Token[][] {
  const { bos, shouldPrependBosToken } = model.tokens;
  const tokens = model.tokenize(readFileSync(text, 'utf8'));
  const count = Math.min(chunks, Math.floor(tokens.length / chunkLength));
  if (count === 0) throw new Error(`${basename(text)} has fewer than ${chunkLength} tokens`);
  return Array.from({ length: count }, (_, i) => {
    const chunk = tokens.slice(i * chunkLength, (i + 1) * chunkLength);
    if (shouldPrependBosToken && bos !== null) chunk[0] = bos;
    return chunk;
  });
}

/** What the model says about each token of the chunk's second half. */
async function predictions(
  sequence: LlamaContextSequence,
  chunk: readonly Token[],
  wanted: (i: number) => readonly number[],
  topK: number,
): Promise<{ next: NextToken; token: Token }[]> {
  const first = Math.floor(chunk.length / 2);
  const input = chunk.slice(0, -1).map((token, i): ControlledEvaluateInputItem => {
    if (i < first) return token;
    const tokens = [...new Set([chunk[i + 1]!, ...wanted(i - first)])] as Token[];
    // The token that temperature 0 selects is the one with the highest logit.
    const filter = { tokens, includeSelected: true, includeTop: topK };
    return [token, { generateNext: { logits: { filter }, totalLogitWeight: true, options: { temperature: 0 } } }];
  });
  const output = await sequence.controlledEvaluate(input);
  return chunk.slice(first + 1).map((token, i) => {
    const { logits, totalLogitWeight } = output[first + i]!.next;
    return { token, next: { logits: logits!, totalWeight: totalLogitWeight! } };
  });
}
