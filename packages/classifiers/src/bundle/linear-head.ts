import { ServiceError } from '@pareto/contracts';
import type { SparseVector } from '../tf-idf/vectorizer.ts';
import { floats, type Tensors } from './safetensors.ts';

/** logits = weight · x + bias, of vectors that a graph gave. */
export class DenseHead {
  readonly #weight: Float32Array;
  readonly #bias: Float32Array;
  readonly inputs: number;

  /** @throws ServiceError `model_untrusted` when `heads.<name>.*` do not have a row per label. */
  constructor(tensors: Tensors, name: string, labels: number, inputs?: number) {
    this.#weight = floats(tensors, `heads.${name}.weight`, [labels, inputs]);
    this.#bias = floats(tensors, `heads.${name}.bias`, [labels]);
    this.inputs = this.#weight.length / labels;
  }

  logits(x: Float32Array): Float64Array {
    return Float64Array.from(this.#bias, (bias, label) => {
      let sum = bias;
      for (let i = 0, at = label * this.inputs; i < this.inputs; i += 1, at += 1) sum += this.#weight[at]! * x[i]!;
      return sum;
    });
  }
}

/** The same of sparse vectors; a row's weights are int8 times a scale. */
export class SparseHead {
  readonly #weight: Int8Array;
  readonly #scale: Float32Array;
  readonly #bias: Float32Array;
  readonly #inputs: number;

  /** @throws ServiceError `model_untrusted` */
  constructor(tensors: Tensors, name: string, labels: number, inputs: number) {
    const weight = tensors.get(`heads.${name}.weight`);
    if (!(weight?.data instanceof Int8Array) || weight.shape[0] !== labels || weight.shape[1] !== inputs) {
      throw new ServiceError('model_untrusted', `heads.${name}.weight is not of int8 [${labels},${inputs}]`);
    }
    this.#weight = weight.data;
    this.#scale = floats(tensors, `heads.${name}.scale`, [labels]);
    this.#bias = floats(tensors, `heads.${name}.bias`, [labels]);
    this.#inputs = inputs;
  }

  logits({ columns, weights }: SparseVector): Float64Array {
    return Float64Array.from(this.#bias, (bias, label) => {
      const row = label * this.#inputs;
      let sum = 0;
      for (let i = 0; i < columns.length; i += 1) sum += this.#weight[row + columns[i]!]! * weights[i]!;
      return bias + sum * this.#scale[label]!;
    });
  }
}
