import type { BundleHead } from '@pareto/contracts';
import { SparseHead } from '../bundle/linear-head.ts';
import { floats, type Tensors } from '../bundle/safetensors.ts';
import { TfIdfVectorizer } from './vectorizer.ts';

/** What the words of a text say for each head of a bundle: logistic regression on TF-IDF. */
export class WordScores {
  readonly #vectorizer: TfIdfVectorizer;
  readonly #heads: readonly SparseHead[];

  /**
   * @param vocabulary terms in column order.
   * @throws ServiceError `model_untrusted` when the tensors do not fit.
   */
  constructor(vocabulary: readonly string[], tensors: Tensors, heads: readonly BundleHead[]) {
    this.#vectorizer = new TfIdfVectorizer(vocabulary, floats(tensors, 'idf', [vocabulary.length]));
    this.#heads = heads.map((head) => new SparseHead(tensors, head.name, head.labels.length, vocabulary.length));
  }

  /** Logits of each head in the manifest's order, and how much of the text they rest on (`TextVector`). */
  of(text: string): { readonly logits: readonly Float64Array[]; readonly knownShare: number } {
    const vector = this.#vectorizer.transform(text);
    return { logits: this.#heads.map((head) => head.logits(vector)), knownShare: vector.knownShare };
  }
}
