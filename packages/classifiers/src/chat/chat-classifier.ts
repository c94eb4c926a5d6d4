import {
  type BundleHead,
  type ChatModel,
  type Classification,
  type ClassifyOptions,
  type GenerationRequest,
  type HeadDecision,
  ServiceError,
  type TicketClassifier,
} from '@pareto/contracts';
import { z } from 'zod';
import { requireBatch } from '../batch-limit.ts';
import { decideOn } from '../decisions/decide.ts';
import { answerSchema, asData, messagesFor } from './prompt.ts';

const MAX_BATCH = 100;
const MAX_ANSWER_TOKENS = 200;

export interface ChatClassifierOptions {
  /**
   * The confidence of its answers: a chat model tells none that means anything, so it is the share of its answers that
   * were right where it was measured.
   */
  readonly confidence?: number;
}

/** Asks a chat model for the labels, the text in the prompt as data and the labels as the only possible answers. */
export class ChatClassifier implements TicketClassifier {
  readonly id: string;
  readonly heads: readonly BundleHead[];
  readonly maxBatch = MAX_BATCH;
  readonly #model: ChatModel;
  readonly #confidence: number;

  /** @param model stays the caller's, who closes it. */
  constructor(model: ChatModel, heads: readonly BundleHead[], { confidence = 0.5 }: ChatClassifierOptions = {}) {
    this.id = model.id;
    this.heads = heads;
    this.#model = model;
    this.#confidence = confidence;
  }

  /** As many texts at a time as the model has slots. @throws ServiceError `batch_too_large`, and what the model throws. */
  async classify(texts: readonly string[], { signal }: ClassifyOptions = {}): Promise<readonly Classification[]> {
    requireBatch(texts, this.maxBatch);
    signal?.throwIfAborted();
    const answers: Classification[] = [];
    const queue = texts.entries();
    const work = async () => {
      for (const [i, text] of queue) answers[i] = await this.#ask(text, signal);
    };
    await Promise.all(Array.from({ length: Math.min(this.#model.slots, texts.length) }, work));
    return answers;
  }

  async close(): Promise<void> {}

  async #ask(text: string, signal: AbortSignal | undefined): Promise<Classification> {
    const data = asData(text);
    const labels = data === '' ? {} : await this.#labelsOf(data, signal);
    return { heads: this.heads.map((head) => this.#decision(head, labels[head.name])), answeredBy: 'chat-model' };
  }

  async #labelsOf(data: string, signal: AbortSignal | undefined): Promise<Readonly<Record<string, string>>> {
    const request: GenerationRequest = {
      prompt: {
        kind: 'chat',
        messages: messagesFor(data, this.heads),
        tools: [],
        toolChoice: 'none',
        parallelToolCalls: false,
      },
      responseFormat: this.#model.capabilities.has('json_schema')
        ? { kind: 'json-schema', name: 'labels', schema: answerSchema(this.heads) }
        : { kind: 'text' },
      maxTokens: MAX_ANSWER_TOKENS,
      temperature: 0,
      topP: 1,
      frequencyPenalty: 0,
      presencePenalty: 0,
      stop: [],
    };
    let answer = '';
    for await (const event of this.#model.generate(request, { signal }))
      if (event.type === 'text') answer += event.text;
    return labelsIn(answer);
  }

  /** A label that the head does not have, "none of these" among them, is an abstention. */
  #decision(head: BundleHead, label: string | undefined): HeadDecision {
    const chosen = label === undefined ? -1 : head.labels.indexOf(label);
    const others = head.labels.length - 1;
    if (chosen === -1) {
      const even = head.labels.map(() => 1 / head.labels.length);
      return { ...decideOn(head, even), abstained: true, reason: 'out_of_scope' };
    }
    const probabilities = head.labels.map((_, i) =>
      i === chosen ? this.#confidence : (1 - this.#confidence) / others,
    );
    const decision = decideOn({ ...head, abstain_below: 0 }, probabilities);
    return {
      ...decision,
      label: head.labels[chosen]!,
      confidence: this.#confidence,
      predictionSet: [head.labels[chosen]!],
    };
  }
}

const labelsSchema = z.record(z.string(), z.string());

/** @throws ServiceError `chat_model_invalid` */
function labelsIn(answer: string): Readonly<Record<string, string>> {
  try {
    return labelsSchema.parse(JSON.parse(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1)));
  } catch (cause) {
    throw new ServiceError('chat_model_invalid', 'the model answered with no object of labels', { cause });
  }
}
