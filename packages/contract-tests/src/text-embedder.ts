import type { ServiceError, TextEmbedder } from '@pareto/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

export interface TextEmbedderExpectations {
  /** Cosine that the same text must reach whatever it is batched with; below 1 where activations are quantised by batch. */
  readonly sameText?: number;
}

const TEXTS = [
  'a short text',
  'naïve café — “quotes”, emoji 🙂 and 漢字',
  '¿Cómo puedo cambiar la contraseña de mi cuenta?',
  `a longer text that pads the others: ${'the cat sat on the mat and looked at the moon. '.repeat(8)}`,
];

/** The behaviour that every `TextEmbedder` shares. Call it at the top level of a test file. */
export function describeTextEmbedder(
  name: string,
  create: () => Promise<TextEmbedder>,
  { sameText = 0.9999 }: TextEmbedderExpectations = {},
): void {
  describe(`${name} as a TextEmbedder`, () => {
    let embedder: TextEmbedder;
    beforeAll(async () => {
      embedder = await create();
    }, 60_000);
    afterAll(() => embedder?.close());

    it('gives one finite vector of length 1 per text, in order', async () => {
      const vectors = await embedder.embed(TEXTS);
      expect(vectors).toHaveLength(TEXTS.length);
      for (const [i, vector] of vectors.entries()) {
        expect(vector).toHaveLength(embedder.dimensions);
        expect(Math.hypot(...vector)).toBeCloseTo(1, 4);
        const [alone] = await embedder.embed([TEXTS[i]!]);
        expect(cosine(vector, alone!)).toBeGreaterThanOrEqual(sameText);
      }
    });

    it('places like texts nearer than unlike ones', async () => {
      const [cat, kitten, market] = await embedder.embed([
        'the cat drinks milk',
        'the kitten drinks water',
        'the stock market fell by two percent',
      ]);
      expect(cosine(cat!, kitten!)).toBeGreaterThan(cosine(cat!, market!));
    });

    it('answers nothing for nothing, and something finite for an empty text', async () => {
      expect(await embedder.embed([])).toEqual([]);
      const [empty] = await embedder.embed(['']);
      expect(empty!.every(Number.isFinite)).toBe(true);
    });

    it('takes a text of any length', async () => {
      const [vector] = await embedder.embed(['many words in a row '.repeat(2_000)]);
      expect(Math.hypot(...vector!)).toBeCloseTo(1, 4);
    });

    it('keeps the texts of concurrent calls apart', async () => {
      const calls = await Promise.all(TEXTS.map((text) => embedder.embed([text], { purpose: 'query' })));
      const together = await embedder.embed(TEXTS);
      for (const [i, [vector]] of calls.entries()) {
        const scores = together.map((other) => cosine(vector!, other));
        expect(scores.indexOf(Math.max(...scores))).toBe(i);
        expect(scores[i]).toBeGreaterThanOrEqual(sameText);
      }
    });

    it('refuses more texts than maxBatch', async () => {
      const call = embedder.embed(Array.from({ length: embedder.maxBatch + 1 }, () => 'x'));
      await expect(call).rejects.toMatchObject({ code: 'batch_too_large' } satisfies Partial<ServiceError>);
    });

    it('rejects with the reason of an abort, and works afterwards', async () => {
      const reason = new Error('the caller left');
      await expect(embedder.embed(TEXTS, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
      const controller = new AbortController();
      const call = embedder.embed(TEXTS, { signal: controller.signal }).then(
        () => undefined,
        (error: unknown) => error,
      );
      controller.abort(reason);
      // An adapter that had its answer already may give it; none may fail with anything else.
      expect([undefined, reason]).toContain(await call);
      expect(await embedder.embed(['still here'])).toHaveLength(1);
    });
  });
}

export function cosine(a: Float32Array, b: Float32Array): number {
  const dot = a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  return dot / (Math.hypot(...a) * Math.hypot(...b));
}
