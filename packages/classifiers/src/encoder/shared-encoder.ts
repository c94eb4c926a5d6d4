import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ServiceError } from '@pareto/contracts';
import { GraphEncoder } from '@pareto/onnx-encoder';
import { WordPieceTokenizer } from '@pareto/wordpiece';
import { z } from 'zod';
import type { ModelBundle } from '../bundle/load-bundle.ts';
import { loraAdapter } from '../bundle/lora-adapter.ts';
import { EncoderClassifier } from './encoder-classifier.ts';

export const encoderConfig = z.object({
  /** Folder with `model.safetensors`, `tokenizer.json` and `tokenizer_config.json` of all-MiniLM-L6-v2. */
  modelFolder: z.string(),
  precision: z.enum(['fp32', 'int8']).default('int8'),
  /** Batches at a time, each on a thread and with a session, and so a base, of its own. */
  threads: z.int().min(1).max(64).default(1),
});

export type EncoderConfig = z.input<typeof encoderConfig>;

const HIDDEN = 384;

/**
 * all-MiniLM-L6-v2 once in memory, and any number of bundles on it: what makes a bundle is an input of the graph
 * (`pareto_training/onnx_bert_lora.py`), and comes with each batch.
 */
export class SharedEncoder {
  readonly #encoder: GraphEncoder;
  readonly #tokenizer: WordPieceTokenizer;
  readonly #sha256: string;
  readonly #precision: string;
  #attached = 0;

  private constructor(encoder: GraphEncoder, tokenizer: WordPieceTokenizer, sha256: string, precision: string) {
    this.#encoder = encoder;
    this.#tokenizer = tokenizer;
    this.#sha256 = sha256;
    this.#precision = precision;
  }

  /** @throws ServiceError `classifier_failed` when the graph or the weights do not load. */
  static async load(config: EncoderConfig): Promise<SharedEncoder> {
    const { modelFolder, precision, threads } = encoderConfig.parse(config);
    const graph = await readFile(join(import.meta.dirname, `../../models/minilm-lora.${precision}.onnx`));
    const weights = join(modelFolder, 'model.safetensors');
    const tokenizer = new WordPieceTokenizer(modelFolder);
    const encoder = await GraphEncoder.start({ graph, weights }, threads, failed);
    return new SharedEncoder(encoder, tokenizer, await sha256Of(weights), precision);
  }

  /**
   * A classifier of its own for a bundle, ready to answer; those that were there go on. Its `close` lets the adapter go
   * when its calls have ended. A bundle without a base gets a session of its own, and tokens of the same tokenizer.
   * @throws ServiceError `model_untrusted` when the bundle is made for other base weights, or its tensors do not fit.
   */
  async classifierOf(bundle: ModelBundle): Promise<EncoderClassifier> {
    const { base, name, version } = bundle.manifest;
    if (base === null) return this.#withOwnGraph(bundle, `${name}@${version}`);
    if (base.sha256 !== this.#sha256) {
      throw new ServiceError('model_untrusted', `the bundle is made for another ${base.file} of ${base.model}`);
    }
    this.#attached += 1;
    const group = `${name}@${version}#${this.#attached}`;
    const place = {
      encoder: this.#encoder,
      tokenizer: this.#tokenizer,
      group,
      id: `${name}@${version}/${this.#precision}`,
      hidden: HIDDEN,
    };
    const classifier = new EncoderClassifier(bundle, place, () => this.#encoder.detach(group));
    await this.#encoder.attach(group, loraAdapter(bundle));
    return classifier;
  }

  /** To be called when the classifiers are closed. */
  async close(): Promise<void> {
    await this.#encoder.close();
  }

  async #withOwnGraph(bundle: ModelBundle, id: string): Promise<EncoderClassifier> {
    const encoder = await GraphEncoder.start({ graph: bundle.graph! }, 1, failed).catch((cause) => {
      throw new ServiceError('model_untrusted', 'the graph of the bundle does not load', { cause });
    });
    try {
      // Only a run tells how long the vectors are.
      const { max_tokens: maxTokens } = bundle.manifest;
      const probe = await encoder.encode(this.#tokenizer.encode('probe', maxTokens), { group: id });
      const place = { encoder, tokenizer: this.#tokenizer, group: id, id, hidden: probe.length };
      return new EncoderClassifier(bundle, place, () => encoder.close());
    } catch (error) {
      await encoder.close();
      throw error;
    }
  }
}

function failed(cause: Error): ServiceError {
  return new ServiceError('classifier_failed', `the model failed: ${cause.message}`, { cause });
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
