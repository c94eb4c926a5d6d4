import { getLlama, LlamaLogLevel } from 'node-llama-cpp';

interface Settings {
  readonly file: string;
  readonly threads: { readonly decode: number; readonly prompt: number };
}

interface Request {
  readonly prompt: string;
  readonly tokens: number;
  readonly streams: number;
}

/** node-llama-cpp and nothing else, with the settings of the service: the rate that a server cannot exceed. */
const { file, threads } = JSON.parse(process.argv[2]!) as Settings;
const llama = await getLlama({
  gpu: false,
  build: 'never',
  skipDownload: true,
  maxThreads: threads.prompt,
  logLevel: LlamaLogLevel.error,
});
const model = await llama.loadModel({ modelPath: file, useMmap: false });
const context = await model.createContext({
  sequences: 4,
  contextSize: 4_096,
  batchSize: 64,
  flashAttention: true,
  threads: { ideal: threads.prompt, min: 1 },
  experimentalKvCacheKeyType: 'Q8_0',
  experimentalKvCacheValueType: 'Q8_0',
});
const sequences = Array.from({ length: 4 }, () => context.getSequence());

async function measure({ prompt, tokens, streams }: Request): Promise<number> {
  llama.maxThreads = streams === 1 ? threads.decode : threads.prompt;
  let first = 0;
  let count = 0;
  await Promise.all(
    sequences.slice(0, streams).map(async (sequence) => {
      await sequence.clearHistory();
      let own = 0;
      for await (const token of sequence.evaluate(model.tokenize(prompt), { temperature: 0 })) {
        model.detokenize([token]);
        first ||= performance.now();
        count += 1;
        own += 1;
        if (own === tokens) break;
      }
    }),
  );
  if (count < tokens * streams) throw new Error(`the answers ended by themselves after ${count} tokens`);
  return ((count - 1) / (performance.now() - first)) * 1_000;
}

process.on('message', (request: Request) => {
  void measure(request).then((rate) => process.send!(rate));
});
process.on('SIGTERM', () => process.exit(0));
process.send!('ready');
