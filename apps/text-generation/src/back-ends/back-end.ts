import { type ChatModel, ServiceError } from '@pareto/contracts';
import { SlotQueue } from '../admission/slot-queue.ts';
import type { Budget } from '../routing/budget.ts';

export interface BackEndOptions {
  /** What callers name it by. */
  readonly id: string;
  /** `llama-cpp`, `openai-compatible`, …: for metrics and `/v1/models`. */
  readonly kind: string;
  /** Runs on this machine, so the service is ready only when it is loaded. */
  readonly isLocal: boolean;
  readonly licence: string | undefined;
  /** Callers that may wait for a slot. */
  readonly queueSize: number;
  /** Time for the first token, after which a fallback takes over; unlimited when absent. */
  readonly firstTokenTimeoutMs: number | undefined;
  readonly budget: Budget | undefined;
  /** Tokens of one answer at most, where a budget has to be able to say what a request may cost. */
  readonly maxAnswerTokens: number | undefined;
}

export type BackEndState = 'loading' | 'ready' | 'failed';

/** A model with what guards it: its slots and queue, its budget. It loads in the background. */
export class BackEnd {
  readonly options: BackEndOptions;
  readonly #load: () => Promise<ChatModel>;
  #loading: Promise<ChatModel> | undefined;
  #model: ChatModel | undefined;
  #queue: SlotQueue | undefined;
  #state: BackEndState = 'loading';

  constructor(options: BackEndOptions, load: () => Promise<ChatModel>) {
    this.options = options;
    this.#load = load;
  }

  get id(): string {
    return this.options.id;
  }

  get state(): BackEndState {
    return this.#state;
  }

  /** The model and its queue, once loaded. @throws ServiceError `chat_model_failed` when it could not be loaded. */
  async open(): Promise<{ model: ChatModel; queue: SlotQueue }> {
    this.#loading ??= this.#begin();
    const model = await this.#loading;
    this.#queue ??= new SlotQueue(model.slots, this.options.queueSize);
    return { model, queue: this.#queue };
  }

  /** Undefined until the model is loaded. */
  get queue(): SlotQueue | undefined {
    return this.#queue;
  }

  get model(): ChatModel | undefined {
    return this.#model;
  }

  async close(): Promise<void> {
    const model = await this.#loading?.catch(() => undefined);
    await model?.close();
  }

  async #begin(): Promise<ChatModel> {
    try {
      const model = await this.#load();
      // A model that is loaded and cannot decode is not ready.
      if (this.options.isLocal) await model.ping();
      this.#model = model;
      this.#state = 'ready';
      return model;
    } catch (error) {
      this.#state = 'failed';
      // The log has the cause; callers need not know where files are, and a fallback may answer them.
      throw new ServiceError('chat_model_failed', `the model "${this.id}" could not be loaded`, { cause: error });
    }
  }
}
