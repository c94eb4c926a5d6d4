import { join } from 'node:path';
import { ProcessDocumentReader } from '@pareto/document-readers';
import { OnnxTextEmbedder } from '@pareto/embeddings';
import type { Section } from '@pareto/evaluation';
import { locateModel } from '@pareto/model-store';
import { startApp } from '../bench/service-process.ts';
import { answersSection } from './answers.ts';
import { dataPresent } from './answers-corpora.ts';
import { factsSection } from './facts.ts';
import { financeBench } from './financebench.ts';
import { injection } from './injection.ts';
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

export const PARTS: Readonly<Record<string, Part>> = { retrieval, answers, facts, injection };

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

/** Over HTTP where a service is named, which has the sample company; else in this process, with a model server of its own. */
async function answers({ limit, split, url }: PartOptions): Promise<Section[]> {
  const signal = new AbortController().signal;
  if (url) return [await answersSection({ set: 'sample', split, limit, baseUrl: url }, signal)];
  const model = await startApp('text-generation', { EMBEDDER: 'none' });
  try {
    const sections: Section[] = [];
    for (const set of ['sample', 'financebench'] as const) {
      if (set === 'financebench' && !dataPresent) continue;
      const options = { set, split, limit, modelUrl: `${model.url}/v1` };
      sections.push(await answersSection({ ...options, onRow: ({ question }) => console.error(question.id) }, signal));
    }
    return sections;
  } finally {
    await model.stop();
  }
}

/** In this process, with a model server of its own. */
async function facts({ limit, split }: PartOptions): Promise<Section[]> {
  const model = await startApp('text-generation', { EMBEDDER: 'none' });
  try {
    const options = { limit, split, modelUrl: `${model.url}/v1`, onQuestion: console.error };
    return [await factsSection(options, new AbortController().signal)];
  } finally {
    await model.stop();
  }
}
