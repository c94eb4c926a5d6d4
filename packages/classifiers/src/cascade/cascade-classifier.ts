import {
  CLASSIFIER_STAGES,
  type Classification,
  type ClassifierStage,
  type ClassifyOptions,
  ServiceError,
  type TicketClassifier,
} from '@pareto/contracts';
import { requireBatch } from '../batch-limit.ts';

export interface CascadeStages {
  /** Answers alone when none of its heads abstains; absent for a bundle without such a model. */
  readonly tfIdf?: TicketClassifier | undefined;
  readonly encoder: TicketClassifier;
  /** Asked only where the encoder abstains from the primary label. */
  readonly chatModel?: TicketClassifier | undefined;
}

/**
 * From cheap to dear, each stage only for the texts that the one before was not sure of. Stages have the same heads; when
 * the chat model fails, the encoder's abstention stands: a ticket is never lost to an optional stage.
 */
export class CascadeClassifier implements TicketClassifier {
  readonly id: string;
  readonly heads: TicketClassifier['heads'];
  readonly maxBatch: number;
  readonly #stages: CascadeStages;
  readonly #answered = Object.fromEntries(CLASSIFIER_STAGES.map((stage) => [stage, 0])) as Record<
    ClassifierStage,
    number
  >;
  #chatFailures = 0;

  constructor(stages: CascadeStages) {
    this.#stages = stages;
    this.id = stages.encoder.id;
    this.heads = stages.encoder.heads;
    this.maxBatch = Math.min(stages.encoder.maxBatch, stages.tfIdf?.maxBatch ?? Number.POSITIVE_INFINITY);
  }

  /** Texts by what answered them, and calls of the chat model that failed, since the start. */
  get counts(): Readonly<Record<ClassifierStage, number>> & { readonly chatFailures: number } {
    return { ...this.#answered, chatFailures: this.#chatFailures };
  }

  async classify(texts: readonly string[], options: ClassifyOptions = {}): Promise<readonly Classification[]> {
    requireBatch(texts, this.maxBatch);
    const { tfIdf, encoder, chatModel } = this.#stages;
    const answers: (Classification | undefined)[] = texts.map(() => undefined);
    const unanswered = () => answers.flatMap((answer, i) => (answer === undefined ? [i] : []));
    if (tfIdf) {
      for (const [i, answer] of (await tfIdf.classify(texts, options)).entries()) {
        if (answer.heads.every(({ abstained }) => !abstained)) answers[i] = answer;
      }
    }
    const open = unanswered();
    const encoded = await encoder.classify(
      open.map((i) => texts[i]!),
      options,
    );
    for (const [at, i] of open.entries()) answers[i] = encoded[at]!;
    if (chatModel) {
      const unsure = open.filter((i) => answers[i]!.heads[0]!.abstained);
      await Promise.all(
        unsure.map(async (i) => {
          answers[i] = (await this.#ask(chatModel, texts[i]!, options)) ?? answers[i];
        }),
      );
    }
    const classified = answers as Classification[];
    for (const { answeredBy } of classified) this.#answered[answeredBy] += 1;
    return classified;
  }

  async close(): Promise<void> {
    const { tfIdf, encoder, chatModel } = this.#stages;
    await Promise.all([tfIdf?.close(), encoder.close(), chatModel?.close()]);
  }

  /** What the chat model says, unless it failed or abstains as well. */
  async #ask(model: TicketClassifier, text: string, options: ClassifyOptions): Promise<Classification | undefined> {
    try {
      const [answer] = await model.classify([text], options);
      return answer!.heads[0]!.abstained ? undefined : answer;
    } catch (error) {
      options.signal?.throwIfAborted();
      if (!(error instanceof ServiceError)) throw error;
      this.#chatFailures += 1;
      return undefined;
    }
  }
}
