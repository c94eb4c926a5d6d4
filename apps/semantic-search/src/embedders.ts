import type { TextEmbedder } from '@pareto/contracts';
import { OnnxTextEmbedder, OpenAiCompatibleTextEmbedder, StaticTextEmbedder } from '@pareto/embeddings';
import { locateModel } from '@pareto/model-store';
import type { EmbedderLoaders, PassageEmbedder } from './collections/embedder-pool.ts';
import type { Config } from './config.ts';

const MINILM = 'all-minilm-l6-v2';
const GLOVE = 'glove-6b-50d';
/** Where a hosted model's tokenizer is not known: English prose has about four characters a token, code fewer. */
const CHARACTERS_PER_TOKEN = 3;

/** The embedders that this configuration offers, by the id that collections record. */
export function embedderLoaders(config: Config): EmbedderLoaders {
  const minilm = (precision: 'fp32' | 'int8') => async (): Promise<PassageEmbedder> => {
    const { folder } = await locateModel(MINILM, config.MODELS_DIR);
    const threads = config.EMBEDDER_THREADS === undefined ? {} : { threads: config.EMBEDDER_THREADS };
    const embedder = await OnnxTextEmbedder.load({ kind: 'onnx', modelFolder: folder, precision, ...threads });
    return { embedder, countTokens: embedder.countTokens };
  };
  return { [`${MINILM}/int8`]: minilm('int8'), [`${MINILM}/fp32`]: minilm('fp32'), ...hosted(config) };
}

function hosted(config: Config): EmbedderLoaders {
  const { EMBEDDINGS_BASE_URL: baseUrl, EMBEDDINGS_MODEL: model, EMBEDDINGS_DIMENSIONS: dimensions } = config;
  if (!baseUrl || !model || !dimensions) return {};
  const apiKey = config.EMBEDDINGS_API_KEY ? { apiKey: config.EMBEDDINGS_API_KEY.reveal() } : {};
  const load = async (): Promise<PassageEmbedder> => ({
    embedder: new OpenAiCompatibleTextEmbedder({ kind: 'openai-compatible', baseUrl, model, dimensions, ...apiKey }),
    countTokens: (text) => Math.ceil(text.length / CHARACTERS_PER_TOKEN),
  });
  return { [`openai/${model}`]: load };
}

/** Loads GloVe once, when the first query asks for it. */
export function wordVectorLoader(config: Config): () => Promise<TextEmbedder> {
  let loading: Promise<TextEmbedder> | undefined;
  return () => {
    loading ??= locateModel(GLOVE, config.MODELS_DIR).then(({ folder }) => StaticTextEmbedder.loadGlove(folder));
    loading.catch(() => {
      loading = undefined;
    });
    return loading;
  };
}
