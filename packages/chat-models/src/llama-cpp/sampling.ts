import type { GenerationRequest, TokenLogprob } from '@pareto/contracts';
import type {
  LlamaContextSequence,
  LlamaGrammarEvaluationState,
  LlamaModel,
  SequenceEvaluateOptions,
  Token,
} from 'node-llama-cpp';
import { TokenBias } from 'node-llama-cpp';

export interface SampledToken {
  readonly token: Token;
  readonly logprob?: TokenLogprob;
}

export interface SamplingOptions {
  readonly request: GenerationRequest;
  readonly grammar?: LlamaGrammarEvaluationState | undefined;
  /** Tokens that may not come. */
  readonly banned: readonly Token[];
  readonly signal?: AbortSignal | undefined;
}

/** Likeliest tokens that sampling chooses from when their log-probabilities are asked for. */
const CANDIDATES = 256;
const MAX_SEED = 2 ** 32;

/**
 * Brings the cache of a sequence to `prompt` without its last token: what it shares with the cache stays, the rest is
 * computed piece by piece, so that an abort waits for one piece only.
 * @returns tokens that were still in the cache.
 */
export async function prefill(
  sequence: LlamaContextSequence,
  prompt: readonly Token[],
  signal?: AbortSignal,
): Promise<number> {
  const { firstDifferentIndex } = sequence.compareContextTokens([...prompt]);
  const cached = Math.min(firstDifferentIndex, prompt.length - 1);
  await truncate(sequence, cached);
  const step = sequence.context.batchSize;
  for (let from = cached; from < prompt.length - 1; from += step) {
    signal?.throwIfAborted();
    await sequence.evaluateWithoutGeneratingNewTokens(prompt.slice(from, Math.min(from + step, prompt.length - 1)));
  }
  signal?.throwIfAborted();
  return cached;
}

/** Forgets what the cache of a sequence holds from a position on. */
async function truncate(sequence: LlamaContextSequence, length: number): Promise<void> {
  const end = sequence.nextTokenIndex;
  if (length < end) await sequence.eraseContextTokenRanges([{ start: length, end }]);
}

/** Generates tokens after `last`, including the one that ends the answer, until the caller stops asking. */
export async function* sampleTokens(
  sequence: LlamaContextSequence,
  last: Token,
  options: SamplingOptions,
): AsyncGenerator<SampledToken> {
  const { request, signal } = options;
  if (request.topLogprobs !== undefined) {
    yield* sampleWithLogprobs(sequence, last, options);
    return;
  }
  const generated: Token[] = [];
  const tokens = sequence.evaluate([last], {
    ...samplerOptions(sequence.model, options, generated),
    ...(options.grammar ? { grammarEvaluationState: options.grammar } : {}),
    yieldEogToken: true,
  });
  for await (const token of tokens) {
    signal?.throwIfAborted();
    generated.push(token);
    yield { token };
  }
}

async function* sampleWithLogprobs(
  sequence: LlamaContextSequence,
  last: Token,
  options: SamplingOptions,
): AsyncGenerator<SampledToken> {
  const { request, signal } = options;
  const top = request.topLogprobs!;
  const random = mulberry32(request.seed ?? Math.floor(Math.random() * MAX_SEED));
  const banned = new Set(options.banned);
  const logits = { filter: { tokens: [], includeTop: CANDIDATES } };
  const generated: Token[] = [];
  // Penalties move the logits that are reported, as they do elsewhere; temperature and top_p do not.
  const { repeatPenalty } = samplerOptions(sequence.model, options, generated);
  const generateNext = { logits, totalLogitWeight: true, options: repeatPenalty ? { repeatPenalty } : {} };
  for (let token = last; ; ) {
    const [result] = await sequence.controlledEvaluate([[token, { generateNext }]]);
    signal?.throwIfAborted();
    const found = [...result!.next.logits!].sort((a, b) => b[1] - a[1]);
    const total = found[0]![1] + Math.log(result!.next.totalLogitWeight!);
    const logprobs = found.map(([id, logit]) => [id, logit - total] as const);
    token = choose(
      logprobs.filter(([id]) => !banned.has(id)),
      request,
      random,
    );
    generated.push(token);
    const describe = (id: Token, logprob: number) => ({ ...spell(sequence.model, id), logprob: Math.min(0, logprob) });
    yield {
      token,
      logprob: {
        ...describe(token, logprobs.find(([id]) => id === token)![1]),
        top: logprobs.slice(0, top).map(([id, logprob]) => describe(id, logprob)),
      },
    };
  }
}

/** Temperature, then the smallest set of tokens whose probability reaches `topP`, then chance. */
function choose(
  logprobs: readonly (readonly [Token, number])[],
  { temperature, topP }: GenerationRequest,
  random: () => number,
): Token {
  if (temperature === 0) return logprobs[0]![0];
  const best = logprobs[0]![1];
  const weights = logprobs.map(([, logprob]) => Math.exp((logprob - best) / temperature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let kept = 0;
  let mass = 0;
  while (kept < weights.length && (kept === 0 || mass / total < topP)) mass += weights[kept++]!;
  let point = random() * mass;
  const at = weights.slice(0, kept).findIndex((weight) => {
    point -= weight;
    return point <= 0;
  });
  return logprobs[at < 0 ? kept - 1 : at]![0];
}

function samplerOptions(
  model: LlamaModel,
  { request, banned }: SamplingOptions,
  generated: Token[],
): SequenceEvaluateOptions {
  const { temperature, topP, seed, frequencyPenalty, presencePenalty } = request;
  const isPenalised = frequencyPenalty !== 0 || presencePenalty !== 0;
  return {
    temperature,
    topP,
    topK: 0,
    minP: 0,
    seed: seed ?? Math.floor(Math.random() * MAX_SEED),
    ...(isPenalised
      ? { repeatPenalty: { punishTokens: () => generated, penalty: 1, frequencyPenalty, presencePenalty } }
      : {}),
    ...(banned.length > 0 ? { tokenBias: TokenBias.for(model).set([...banned], 'never') } : {}),
  };
}

function spell(model: LlamaModel, token: Token): { token: string; bytes: number[] } {
  const text = model.detokenize([token], true);
  return { token: text, bytes: [...Buffer.from(text)] };
}

/** Mulberry32 (T. Ettinger, public domain): a small generator whose seed gives the same numbers everywhere. */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / MAX_SEED;
  };
}
