import { ServiceError } from '@pareto/contracts';
import { SparseHead } from '../bundle/linear-head.ts';
import type { ModelBundle } from '../bundle/load-bundle.ts';
import { floats } from '../bundle/safetensors.ts';
import { TfIdfVectorizer } from './vectorizer.ts';

/** What the words of a text say for each head of a bundle: logistic regression on TF-IDF. */
export class WordScores {
  readonly #vectorizer: TfIdfVectorizer;
  readonly #heads: readonly SparseHead[];

  /** @throws ServiceError `model_untrusted` when the bundle has no such model, or its tensors do not fit. */
  constructor({ manifest, tfIdf }: ModelBundle) {
    if (!tfIdf) throw new ServiceError('model_untrusted', 'the bundle has no TF-IDF model');
    const { vocabulary, tensors } = tfIdf;
    this.#vectorizer = new TfIdfVectorizer(vocabulary, floats(tensors, 'idf', [vocabulary.length]));
    this.#heads = manifest.heads.map(
      (head) => new SparseHead(tensors, head.name, head.labels.length, vocabulary.length),
    );
  }

  /** Logits of each head in the manifest's order, and whether the text has a word that the model knows. */
  of(text: string): { readonly logits: readonly Float64Array[]; readonly hasKnownWords: boolean } {
    const vector = this.#vectorizer.transform(text);
    return { logits: this.#heads.map((head) => head.logits(vector)), hasKnownWords: vector.columns.length > 0 };
  }
}
