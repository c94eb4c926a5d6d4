import { describeTicketClassifier } from '@pareto/contract-tests';
import { describe, expect, it } from 'vitest';
import { loadBundle, TfIdfClassifier } from '../src/index.ts';
import { BANKING_BUNDLE, SMALL_BUNDLE } from './models.ts';

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
    const [answer] = await classifier.classify(['the invoice, and the payment of the invoice']);
    expect(answer!.heads[0]!.confidence).toBeGreaterThan(0.999);
    expect(answer!.heads[0]!.abstained).toBe(false);
  });
});

describe('TfIdfClassifier of Banking77', async () => {
  const bundle = await loadBundle(BANKING_BUNDLE);
  const { cascade } = bundle.manifest;
  const primaryOf = async (text: string) => (await new TfIdfClassifier(bundle).classify([text]))[0]!.heads[0]!;

  it.each([
    'where do black holes come from',
    'where do eggs come from',
    'where does cannabis originate from',
    'how many countries in the world are democracies',
    'how can i root an android phone',
    'are there any cybersecurity jobs available in pittsburgh',
  ])('abstains from a text that is mostly unknown, however sure its known words are: %s', async (text) => {
    const { abstained, reason, confidence } = await primaryOf(text);
    expect(confidence).toBeGreaterThan(cascade!.sure_above.label!);
    expect({ abstained, reason }).toEqual({ abstained: true, reason: 'low_confidence' });
  });

  it.each([
    ['How do I change my PIN?', 'change_pin'],
    ['Why was I charged a fee for my cash withdrawal?', 'cash_withdrawal_charge'],
    ['I want to close my account', 'terminate_account'],
    ['can i get a second card for my daughter', 'getting_spare_card'],
    ['The ATM swallowed my card', 'card_swallowed'],
  ])('answers a text whose words it knows: %s', async (text, label) => {
    expect(await primaryOf(text)).toMatchObject({ label, abstained: false });
  });
});
