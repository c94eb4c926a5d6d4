import type { Classification, ServiceError, TicketClassifier } from '@pareto/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const TEXTS = [
  'I was charged twice for my order',
  '¿Dónde está mi paquete?',
  'Nobody in the office can log in since this morning. '.repeat(8),
  'error E-1042',
];

interface Tolerance {
  /** How far a probability may move with the texts that share a call: quantised models see their batch. */
  readonly sameText?: number;
}

/** The behaviour of every `TicketClassifier`. `create` gives one that is ready. */
export function describeTicketClassifier(
  name: string,
  create: () => Promise<TicketClassifier>,
  { sameText = 1e-4 }: Tolerance = {},
): void {
  describe(`${name} as a TicketClassifier`, () => {
    let classifier: TicketClassifier;
    beforeAll(async () => {
      classifier = await create();
    });
    afterAll(() => classifier.close());

    it('says what it is', () => {
      expect(classifier.id).not.toBe('');
      expect(classifier.heads.length).toBeGreaterThan(0);
      expect(classifier.maxBatch).toBeGreaterThan(0);
      for (const { labels } of classifier.heads) expect(new Set(labels).size).toBe(labels.length);
    });

    it('decides every head of every text, in order', async () => {
      const answers = await classifier.classify(TEXTS);
      expect(answers).toHaveLength(TEXTS.length);
      for (const answer of answers) expectWhole(classifier, answer);
    });

    it('gives a text the same answer whatever texts come with it', async () => {
      const together = await classifier.classify(TEXTS);
      for (const [i, text] of TEXTS.entries()) {
        const [alone] = await classifier.classify([text]);
        expectNear(alone!, together[i]!, sameText);
      }
    });

    it('keeps the texts of concurrent calls apart', async () => {
      const together = await classifier.classify(TEXTS);
      const calls = await Promise.all([...TEXTS, ...TEXTS].map((text) => classifier.classify([text])));
      for (const [i, [alone]] of calls.entries()) expectNear(alone!, together[i % TEXTS.length]!, sameText);
    });

    it('answers nothing for nothing, and something whole for texts without a word', async () => {
      expect(await classifier.classify([])).toEqual([]);
      for (const answer of await classifier.classify(['', ' \n ', '???', '\u{1f600}'])) expectWhole(classifier, answer);
    });

    it('takes a text of any length', async () => {
      const [answer] = await classifier.classify(['many words in a row '.repeat(5_000)]);
      expectWhole(classifier, answer!);
    });

    it('refuses more texts than maxBatch', async () => {
      const call = classifier.classify(Array.from({ length: classifier.maxBatch + 1 }, () => 'x'));
      await expect(call).rejects.toMatchObject({ code: 'batch_too_large' } satisfies Partial<ServiceError>);
    });

    it('rejects with the reason of an abort, and works afterwards', async () => {
      const reason = new Error('the caller left');
      await expect(classifier.classify(TEXTS, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
      const controller = new AbortController();
      const call = classifier.classify(TEXTS, { signal: controller.signal }).then(
        () => undefined,
        (error: unknown) => error,
      );
      controller.abort(reason);
      // One that had its answer already may give it; none may fail with anything else.
      expect([undefined, reason]).toContain(await call);
      expect(await classifier.classify(['still here'])).toHaveLength(1);
    });
  });
}

function expectWhole({ heads }: TicketClassifier, answer: Classification): void {
  expect(answer.heads.map(({ head }) => head)).toEqual(heads.map(({ name }) => name));
  for (const [i, { label, confidence, predictionSet, abstained, reason, probabilities }] of answer.heads.entries()) {
    const values = probabilities.map(({ probability }) => probability);
    expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 6);
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    expect(probabilities.map((each) => each.label).sort()).toEqual([...heads[i]!.labels].sort());
    expect({ label, probability: confidence }).toEqual(probabilities[0]);
    expect(probabilities.map((each) => each.label)).toEqual(expect.arrayContaining([...predictionSet]));
    expect(new Set(predictionSet).size).toBe(predictionSet.length);
    expect(abstained).toBe(reason !== undefined);
  }
}

function expectNear(one: Classification, other: Classification, tolerance: number): void {
  for (const [i, { probabilities }] of one.heads.entries()) {
    for (const { label, probability } of probabilities) {
      const same = other.heads[i]!.probabilities.find((each) => each.label === label)!;
      expect(Math.abs(probability - same.probability)).toBeLessThanOrEqual(tolerance);
    }
  }
}
