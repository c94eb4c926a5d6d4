import type { TokenLogprob } from '@pareto/contracts';
import { expect, it } from 'vitest';
import { answer, ask, type CurrentModel, goOn } from './requests.ts';

/** Rounding on the way, and no more. */
const CERTAINTY = 1.001;

export function tellsLikelihoods(model: CurrentModel): void {
  it('tells how likely the tokens of an answer were', async (context) => {
    if (!model().capabilities.has('logprobs')) return context.skip();
    const { logprobs, text, usage } = await answer(model(), ask('Say hello.', { topLogprobs: 3, maxTokens: 6 }));
    expect(logprobs.length).toBeGreaterThan(0);
    expect(logprobs.length).toBeLessThanOrEqual(usage.completionTokens);
    expect(read(logprobs.flatMap(({ bytes }) => bytes)).trim()).toBe(text.trim());
    for (const chosen of logprobs) {
      expectLikelihoods(chosen, 3);
      // At temperature 0 the likeliest is taken.
      expect(chosen.logprob).toBeCloseTo(chosen.top[0]!.logprob, 3);
    }
  });

  it('tells no alternatives where none are wanted', async (context) => {
    if (!model().capabilities.has('logprobs')) return context.skip();
    const { logprobs } = await answer(model(), ask('Say hello.', { topLogprobs: 0, maxTokens: 6 }));
    expect(logprobs.length).toBeGreaterThan(0);
    for (const chosen of logprobs) expectLikelihoods(chosen, 0);
  });

  it('tells them of a text that goes on', async (context) => {
    if (!['logprobs', 'completions'].every((name) => model().capabilities.has(name as 'logprobs'))) {
      return context.skip();
    }
    const { logprobs } = await answer(model(), goOn('One, two, three,', { topLogprobs: 2, maxTokens: 6 }));
    expect(logprobs.length).toBeGreaterThan(0);
    for (const chosen of logprobs) expectLikelihoods(chosen, 2);
  });
}

function expectLikelihoods({ top, ...chosen }: TokenLogprob, most: number): void {
  expect(top.length).toBeLessThanOrEqual(most);
  for (const { token, logprob, bytes } of [chosen, ...top]) {
    expect(logprob).toBeLessThanOrEqual(0);
    // Some bytes are no text alone, and how a token of them is written is up to the server.
    if (!read(bytes).includes('\uFFFD')) expect(read(bytes)).toBe(token);
  }
  const values = top.map(({ logprob }) => logprob);
  expect(values).toEqual(values.toSorted((a, b) => b - a));
  expect(values.reduce((sum, value) => sum + Math.exp(value), 0)).toBeLessThanOrEqual(CERTAINTY);
}

function read(bytes: readonly number[]): string {
  return Buffer.from(bytes).toString();
}
