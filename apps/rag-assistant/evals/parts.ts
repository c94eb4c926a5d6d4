import { join } from 'node:path';
import { ProcessDocumentReader } from '@pareto/document-readers';
import { OnnxTextEmbedder } from '@pareto/embeddings';
import type { Section } from '@pareto/evaluation';
import { locateModel } from '@pareto/model-store';
import { financeBench } from './financebench.ts';
import { evaluateRetrieval } from './retrieval.ts';
import { sampleCompany } from './retrieval-set.ts';

export interface PartOptions {
  /** Questions at most. */
  readonly limit: number | undefined;
  readonly split: 'dev' | 'test';
  /** Of a running service. */
  readonly url?: string | undefined;
}

export type Part = (options: PartOptions) => Promise<Section[]>;

const MODELS = process.env.MODELS_DIR ?? join(import.meta.dirname, '../../../.data/models');

export const PARTS: Readonly<Record<string, Part>> = { retrieval };

async function retrieval(): Promise<Section[]> {
  const { folder } = await locateModel('all-minilm-l6-v2', MODELS);
  const embedder = await OnnxTextEmbedder.load({ kind: 'onnx', modelFolder: folder });
  await using reader = new ProcessDocumentReader();
  await using sample = await sampleCompany();
  const filings = financeBench();
  try {
    return await evaluateRetrieval([...(filings ? [filings] : []), sample], { reader, embedder });
  } finally {
    await embedder.close();
  }
}
