import {
  CascadeClassifier,
  ChatClassifier,
  loadBundle,
  type ModelBundle,
  type SharedEncoder,
  TfIdfClassifier,
} from '@pareto/classifiers';
import type { ChatModel, LocatedBundle, TicketClassifier } from '@pareto/contracts';
import type { ModelLoader, SmokeAnswer } from '@pareto/model-registry';
import { LabelMentions } from '../tickets/label-mentions.ts';
import { MeteredClassifier, type StageMeter } from './metered-classifier.ts';
import { PatientClassifier } from './patient-classifier.ts';

/** A bundle in memory. */
export interface LoadedModel {
  /** Asks its stages from cheap to dear. */
  readonly cascade: TicketClassifier;
  /** What the smoke texts of a manifest were answered by. */
  readonly encoder: TicketClassifier;
  /** How a ticket may name the labels of its primary head. */
  readonly mentions: LabelMentions;
}

interface Parts {
  readonly encoder: SharedEncoder;
  readonly chatModel: ChatModel | undefined;
  /** What waiting for the chat model may add to a request. */
  readonly chatTimeoutMs: number;
  readonly meter: StageMeter;
}

/** Makes cascades of bundles, all on one base. */
export class BundleLoader implements ModelLoader<LoadedModel> {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** @throws ServiceError `model_untrusted` or `classifier_failed`. */
  async load({ folder }: LocatedBundle): Promise<LoadedModel> {
    const { meter } = this.#parts;
    const bundle = await loadBundle(folder);
    const tfIdf = bundle.words && new MeteredClassifier(new TfIdfClassifier(bundle), 'tf-idf', meter);
    const encoder = await this.#parts.encoder.classifierOf(bundle);
    const metered = new MeteredClassifier(encoder, 'encoder', meter);
    const cascade = new CascadeClassifier({ tfIdf, encoder: metered, chatModel: this.#chatStage(bundle) });
    return { cascade, encoder, mentions: new LabelMentions(bundle.manifest.heads[0]!.labels) };
  }

  async answer({ encoder }: LoadedModel, texts: readonly string[], signal: AbortSignal): Promise<SmokeAnswer[]> {
    const classified = await encoder.classify(texts, { signal });
    return classified.map(({ heads }) =>
      Object.fromEntries(heads.map(({ head, probabilities }) => [head, probabilities])),
    );
  }

  async close({ cascade }: LoadedModel): Promise<void> {
    await cascade.close();
  }

  #chatStage({ manifest }: ModelBundle): TicketClassifier | undefined {
    const { chatModel, chatTimeoutMs: patienceMs, meter } = this.#parts;
    if (!chatModel) return undefined;
    const patient = new PatientClassifier(new ChatClassifier(chatModel, manifest.heads), {
      slots: chatModel.slots,
      patienceMs,
    });
    return new MeteredClassifier(patient, 'chat-model', meter);
  }
}
