import {
  CascadeClassifier,
  ChatClassifier,
  loadBundle,
  type ModelBundle,
  type SharedEncoder,
  TfIdfClassifier,
} from '@pareto/classifiers';
import type { ChatModel, LocatedBundle, ModelBundleManifest, TicketClassifier } from '@pareto/contracts';
import type { ModelLoader, SmokeAnswer } from '@pareto/model-registry';
import { MeteredClassifier, type StageMeter } from './metered-classifier.ts';
import { PatientClassifier } from './patient-classifier.ts';
import { smokeAnswer } from './smoke-answers.ts';

/** A bundle in memory. */
export interface LoadedModel {
  /** Asks its stages from cheap to dear. */
  readonly cascade: TicketClassifier;
  /** What the smoke texts of a manifest were answered by. */
  readonly encoder: TicketClassifier;
  readonly smoke: ModelBundleManifest['smoke'];
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
    const tfIdf = bundle.tfIdf && new MeteredClassifier(new TfIdfClassifier(bundle), 'tf-idf', meter);
    const encoder = await this.#parts.encoder.classifierOf(bundle);
    const metered = new MeteredClassifier(encoder, 'encoder', meter);
    const cascade = new CascadeClassifier({ tfIdf, encoder: metered, chatModel: this.#chatStage(bundle) });
    return { cascade, encoder, smoke: bundle.manifest.smoke };
  }

  async answer(model: LoadedModel, texts: readonly string[], signal: AbortSignal): Promise<SmokeAnswer[]> {
    const classified = await model.encoder.classify(texts, { signal });
    return classified.map(({ heads }, i) =>
      smokeAnswer(
        heads,
        model.smoke.find(({ text }) => text === texts[i]),
      ),
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
