import { ScriptedChatModel } from '@pareto/chat-models';
import { describeTicketClassifier } from '@pareto/contract-tests';
import type { BundleHead, Classification, ClassifierStage, TicketClassifier } from '@pareto/contracts';
import { describe, expect, it } from 'vitest';
import { CascadeClassifier, ChatClassifier, decideOn, loadBundle, TfIdfClassifier } from '../src/index.ts';
import { SMALL_BUNDLE } from './models.ts';

const bundle = await loadBundle(SMALL_BUNDLE);
const { heads } = bundle.manifest;

/** A stage that is as sure as it is told, and records what it was asked. */
class Stage implements TicketClassifier {
  readonly id = 'stage';
  readonly heads: readonly BundleHead[] = heads;
  readonly maxBatch = 100;
  readonly asked: string[] = [];
  readonly #stage: ClassifierStage;
  readonly #sure: (text: string) => boolean;

  constructor(stage: ClassifierStage, sure: (text: string) => boolean) {
    this.#stage = stage;
    this.#sure = sure;
  }

  async classify(texts: readonly string[]): Promise<Classification[]> {
    this.asked.push(...texts);
    return texts.map((text) => {
      const sure = this.#sure(text);
      const decided = this.heads.map((head) =>
        decideOn(
          { ...head, abstain_below: sure ? 0 : 1 },
          head.labels.map((_, i) => (i === 0 ? 0.6 : 0.4 / (head.labels.length - 1))),
        ),
      );
      return { heads: decided, answeredBy: this.#stage };
    });
  }

  async close(): Promise<void> {}
}

describeTicketClassifier('a cascade', async () => {
  const model = new ScriptedChatModel({
    kind: 'scripted',
    replies: [{ text: '{"category":"login","priority":"normal"}' }],
  });
  return new CascadeClassifier({
    tfIdf: new TfIdfClassifier(bundle),
    encoder: new Stage('encoder', (text) => text.length > 20),
    chatModel: new ChatClassifier(model, heads),
  });
});

describe('CascadeClassifier', () => {
  it('asks each stage only what the one before was not sure of, and keeps the order', async () => {
    const tfIdf = new Stage('tf-idf', (text) => text === 'easy');
    const encoder = new Stage('encoder', (text) => text === 'harder');
    const chatModel = new Stage('chat-model', () => true);
    const cascade = new CascadeClassifier({ tfIdf, encoder, chatModel });
    const answers = await cascade.classify(['hardest', 'easy', 'harder', 'easy']);
    expect(answers.map(({ answeredBy }) => answeredBy)).toEqual(['chat-model', 'tf-idf', 'encoder', 'tf-idf']);
    expect([encoder.asked, chatModel.asked]).toEqual([['hardest', 'harder'], ['hardest']]);
    expect(cascade.counts).toEqual({ 'tf-idf': 2, encoder: 1, 'chat-model': 1, chatFailures: 0 });
  });

  it('lets an abstention stand without a chat model, and when the chat model abstains as well', async () => {
    const encoder = new Stage('encoder', () => false);
    for (const chatModel of [undefined, new Stage('chat-model', () => false)]) {
      const [answer] = await new CascadeClassifier({ encoder, chatModel }).classify(['odd']);
      expect(answer).toMatchObject({ answeredBy: 'encoder' });
      expect(answer!.heads[0]!.abstained).toBe(true);
    }
  });

  it('answers without the chat model when that fails, and counts it', async () => {
    const failing = new ScriptedChatModel({ kind: 'scripted', replies: [{ failure: { code: 'chat_model_failed' } }] });
    const cascade = new CascadeClassifier({
      encoder: new Stage('encoder', () => false),
      chatModel: new ChatClassifier(failing, heads),
    });
    expect((await cascade.classify(['odd']))[0]).toMatchObject({ answeredBy: 'encoder' });
    expect(cascade.counts.chatFailures).toBe(1);
  });
});
