import { Embeddings } from '@langchain/core/embeddings';
import { embedAll, type TextEmbedder } from '@pareto/contracts';

export interface PortEmbeddingsFields {
  readonly embedder: TextEmbedder;
}

/**
 * A `TextEmbedder` as LangChain's embeddings: a vector of `embedder.dimensions` numbers per text, of length 1.
 * LangChain's retries are not used: whether to try again is for who knows the deadline.
 */
export class PortEmbeddings extends Embeddings {
  readonly #embedder: TextEmbedder;

  constructor({ embedder }: PortEmbeddingsFields) {
    super({});
    this.#embedder = embedder;
  }

  /** Any number of texts, in input order. @throws ServiceError `embedder_failed`, `embedder_invalid`. */
  override async embedDocuments(documents: string[]): Promise<number[][]> {
    const vectors = await embedAll(this.#embedder, documents, { purpose: 'passage' });
    return vectors.map((vector) => [...vector]);
  }

  /** @throws ServiceError `embedder_failed`, `embedder_invalid`. */
  override async embedQuery(document: string): Promise<number[]> {
    const [vector] = await this.#embedder.embed([document], { purpose: 'query' });
    return [...vector!];
  }
}
