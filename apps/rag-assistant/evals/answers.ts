import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OpenAiCompatibleChatModel } from '@pareto/chat-models';
import { ProcessDocumentReader } from '@pareto/document-readers';
import { OnnxTextEmbedder } from '@pareto/embeddings';
import type { Section } from '@pareto/evaluation';
import { Ask } from '../src/asking/ask.ts';
import { financeBench, sampleCompany } from './answers-corpora.ts';
import { overHttp } from './answers-http.ts';
import { EvaluationLibrary } from './answers-library.ts';
import type { QuestionSet } from './answers-questions.ts';
import { type Answerer, type AnswerRow, inProcess, runQuestions } from './answers-run.ts';
import { answerSection } from './answers-sections.ts';

const ROOT = join(import.meta.dirname, '../../..');
const SETS = { sample: sampleCompany, financebench: financeBench };

export interface AnswersOptions {
  readonly set: keyof typeof SETS;
  readonly split: 'dev' | 'test' | 'all';
  readonly limit?: number | undefined;
  /** Of a running service that has the documents; `Ask` runs in this process when absent. */
  readonly baseUrl?: string | undefined;
  /** Of the server of the default model, with its `/v1`; answers are quoted when absent. */
  readonly modelUrl?: string | undefined;
  readonly model?: string | undefined;
  readonly onRow?: ((row: AnswerRow) => void) | undefined;
}

/** How good the answers to a set of questions are: correct, cited, refused where they should be. */
export async function answersSection(options: AnswersOptions, signal: AbortSignal): Promise<Section> {
  await using reader = new ProcessDocumentReader();
  const cache = join(tmpdir(), 'pareto-answers');
  const set = await SETS[options.set]({ reader, cache });
  const questions = set.questions
    .filter(({ split }) => options.split === 'all' || split === options.split)
    .slice(0, options.limit);
  const pages = new Map(
    set.documents.flatMap(({ id, pages: all }) => all.map(({ number, text }) => [`${id}#${number}`, text])),
  );
  const answerer = options.baseUrl ? await overHttp(options.baseUrl) : await answererOf(set, options, cache);
  const pageText = (document: string, page: number) => pages.get(`${document}#${page}`);
  const rows = await runQuestions(questions, answerer, pageText, options.onRow ?? (() => undefined), signal);
  return answerSection(`${set.name}, ${options.split}`, rows, [`${how(options)}; ${rows.length} questions.`]);
}

/** `Ask` in this process, over the documents of a set. */
export async function answererOf(
  set: QuestionSet,
  { modelUrl, model = 'qwen2.5-coder-1.5b-instruct-q4_k_m' }: Pick<AnswersOptions, 'modelUrl' | 'model'>,
  cache: string,
): Promise<Answerer> {
  const modelFolder = join(ROOT, '.data/models/all-minilm-l6-v2');
  const embedder = await OnnxTextEmbedder.load({ kind: 'onnx', modelFolder, precision: 'int8' });
  const library = await EvaluationLibrary.build(set.documents, embedder, cache);
  const chat = modelUrl
    ? new OpenAiCompatibleChatModel({
        kind: 'openai-compatible',
        baseUrl: modelUrl,
        model,
        server: 'pareto',
        timeoutMs: 120_000,
      })
    : undefined;
  return inProcess(new Ask({ model: chat, modelTimeoutMs: 300_000 }), library);
}

function how({ baseUrl, modelUrl, model }: AnswersOptions): string {
  if (baseUrl) return 'Asked of the service over HTTP';
  return modelUrl ? `Asked in process, of ${model ?? 'the default model'}` : 'Asked in process, without a model';
}
