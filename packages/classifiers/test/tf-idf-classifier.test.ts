import { describeTicketClassifier } from '@pareto/contract-tests';
import { describe, expect, it } from 'vitest';
import { loadBundle, TfIdfClassifier } from '../src/index.ts';
import { SMALL_BUNDLE } from './models.ts';

const load = async () => new TfIdfClassifier(await loadBundle(SMALL_BUNDLE));

describeTicketClassifier('TF-IDF', load);

describe('TfIdfClassifier', () => {
  it('is surer of a text with words that it knows, and never sure of one without', async () => {
    const classifier = await load();
    const [known, unknown] = await classifier.classify(['the invoice has a wrong fee, send the invoice', 'zzz qqq']);
    expect(known!.heads[0]!.label).toBe('billing');
    expect(known!.heads[0]!.confidence).toBeGreaterThan(unknown!.heads[0]!.confidence);
    expect(unknown!.heads.every(({ abstained, reason }) => abstained && reason === 'low_confidence')).toBe(true);
  });

  it('takes its own temperature and threshold from the cascade', async () => {
    const bundle = await loadBundle(SMALL_BUNDLE);
    const cold = { sure_above: { category: 0, priority: 0 }, temperature: { category: 0.01, priority: 0.01 } };
    const classifier = new TfIdfClassifier({ ...bundle, manifest: { ...bundle.manifest, cascade: cold } });
    const [answer] = await classifier.classify(['the invoice has a wrong fee, send the invoice']);
    expect(answer!.heads[0]!.confidence).toBeGreaterThan(0.999);
    expect(answer!.heads[0]!.abstained).toBe(false);
  });
});
