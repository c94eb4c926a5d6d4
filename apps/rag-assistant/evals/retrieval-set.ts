import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SAMPLE_DOCUMENTS } from '../src/samples/index.ts';
import { sampleCases } from './sample-set.ts';

/** Documents, and questions about them with the pages that answer them. */
export interface RetrievalSet {
  readonly name: string;
  readonly documents: readonly { readonly name: string; readonly path: string }[];
  readonly groups: readonly QuestionGroup[];
}

/** Questions of one origin. */
export interface QuestionGroup {
  readonly name: string;
  readonly questions: readonly RetrievalQuestion[];
}

export interface RetrievalQuestion {
  readonly question: string;
  /** Pages with the answer, or with a part of it; from 1. */
  readonly gold: readonly { readonly document: string; readonly page: number }[];
}

/** The sample company, written to a folder that lasts until `dispose`. Questions that need a history are left out. */
export async function sampleCompany(): Promise<RetrievalSet & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'pareto-retrieval-'));
  const documents = [];
  for (const { name, write } of SAMPLE_DOCUMENTS) {
    const path = join(folder, name);
    await writeFile(path, await write());
    documents.push({ name, path });
  }
  return {
    name: 'sample company',
    documents,
    groups: [
      {
        name: 'sample company',
        questions: sampleCases()
          .filter(({ answerable, history }) => answerable && history === undefined)
          .map(({ question, pages }) => ({ question, gold: pages })),
      },
    ],
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}
