import { randomUUID } from 'node:crypto';
import { type ModelBundleManifest, ServiceError } from '@pareto/contracts';
import type { LiveModels } from '@pareto/model-registry';
import type { Feedback, FeedbackStore, Labels } from '../feedback/feedback-store.ts';
import type { LoadedModel } from '../models/bundle-loader.ts';
import { type Ticket, textOf } from '../tickets/ticket-text.ts';

/** What somebody says of an answer. A label alone is that of the model's first head. */
export interface GivenFeedback {
  readonly ticket: Ticket;
  readonly predicted: string | Labels;
  readonly correct: string | Labels;
  readonly model: string | undefined;
  /** The version that answered; the one that serves when absent. */
  readonly version: number | undefined;
  readonly sender: string | null;
}

export interface TrainingRow {
  readonly feedback: Feedback;
  readonly labels: Readonly<Record<string, string | null>>;
}

interface Parts {
  readonly models: LiveModels<LoadedModel>;
  readonly defaultModel: string;
  readonly store: FeedbackStore;
  /** How long feedback is kept, in milliseconds. */
  readonly lifeMs: number;
  readonly clock: () => number;
}

const MAX_NAMED_LABELS = 20;

export class TakeFeedback {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * Keeps feedback; it is on disk when this resolves. Of the ticket only what a model reads is kept.
   * @throws ServiceError `ticket_empty`, `ticket_too_large`, `model_not_found`, `label_unknown`, `feedback_full`.
   */
  async take({ ticket, predicted, correct, model, version, sender }: GivenFeedback): Promise<Feedback> {
    const { models, defaultModel, store, clock } = this.#parts;
    const name = model ?? defaultModel;
    const serving = await models.get(name).use(async ({ classifier: { mentions }, model: { version }, manifest }) => {
      return { version, manifest, mentions };
    });
    const feedback: Feedback = {
      id: randomUUID(),
      createdAt: clock(),
      model: name,
      version: version ?? serving.version,
      text: textOf(ticket, serving.mentions),
      // An earlier version may have had other labels.
      predicted: labelsByHead(predicted, serving.manifest),
      correct: knownLabels(labelsByHead(correct, serving.manifest), serving.manifest),
      sender,
    };
    store.add(feedback);
    return feedback;
  }

  /** When feedback of now will be deleted, in milliseconds since 1970. */
  expiryOf({ createdAt }: Feedback): number {
    return createdAt + this.#parts.lifeMs;
  }

  /** @throws ServiceError `feedback_not_found`. */
  forget(id: string): void {
    if (!this.#parts.store.remove(id)) throw new ServiceError('feedback_not_found', 'there is no feedback of this id');
  }

  /** @returns how much was deleted since its time is up. */
  forgetExpired(): number {
    return this.#parts.store.removeBefore(this.#parts.clock() - this.#parts.lifeMs);
  }

  /** Feedback of a model as rows to train on: every row has the same heads, with null where nobody said anything. */
  *export(model = this.#parts.defaultModel): Generator<TrainingRow> {
    const { store } = this.#parts;
    const unknown = Object.fromEntries(store.headsOf(model).map((head) => [head, null]));
    for (const feedback of store.of(model)) yield { feedback, labels: { ...unknown, ...feedback.correct } };
  }
}

function labelsByHead(given: string | Labels, { heads }: ModelBundleManifest): Labels {
  return typeof given === 'string' ? { [heads[0]!.name]: given } : given;
}

/** A label that was mistyped would be learnt. */
function knownLabels(labels: Labels, { heads }: ModelBundleManifest): Labels {
  for (const [name, label] of Object.entries(labels)) {
    const head = heads.find((candidate) => candidate.name === name);
    if (!head) {
      const known = heads.map((candidate) => candidate.name).join(', ');
      throw new ServiceError('label_unknown', `the model has no such head; it has ${known}`, { param: 'correct' });
    }
    if (head.labels.includes(label)) continue;
    const more = head.labels.length - MAX_NAMED_LABELS;
    const known = head.labels.slice(0, MAX_NAMED_LABELS).join(', ') + (more > 0 ? ` and ${more} more` : '');
    throw new ServiceError('label_unknown', `${name} has no such label; it has ${known}`, { param: 'correct' });
  }
  return labels;
}
