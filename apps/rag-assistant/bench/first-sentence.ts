import { type Section, summarize } from '@pareto/evaluation';
import { Client } from './client.ts';
import { readFilings, readQuestions } from './filings.ts';
import { startApp } from './service-process.ts';

const GOAL_S = 6;

/** How long a person waits: until passages are found, until the first sentence that was checked, and for the whole. */
export default async function bench(): Promise<Section> {
  const model = await startApp('text-generation', { EMBEDDER: 'none' });
  const app = await startApp('rag-assistant', {
    SAMPLES: 'off',
    LLM_BASE_URL: `${model.url}/v1`,
    LLM_SERVER: 'pareto',
  });
  try {
    const client = new Client(app.url);
    await client.upload(readFilings());
    await client.untilReady();
    const times = {
      retrieval: [] as number[],
      writing: [] as number[],
      sentence: [] as number[],
      done: [] as number[],
    };
    for (const question of readQuestions()) {
      const began = performance.now();
      for await (const { event } of client.ask(question)) {
        const seconds = (performance.now() - began) / 1_000;
        if (event === 'sentence' && times.sentence.length > times.done.length) continue;
        if (event in times) times[event as keyof typeof times].push(seconds);
      }
    }
    const rows = Object.entries(times).map(([name, samples]) => {
      const { median, p95, max } = summarize(samples);
      return [name, samples.length, median.toFixed(2), p95.toFixed(2), max.toFixed(2)];
    });
    const first = summarize(times.writing);
    return {
      title: 'Waiting for an answer',
      columns: ['event', 'answers', 'median s', 'p95 s', 'max s'],
      rows,
      notes: [
        `The questions of FinanceBench asked over its filings, one after another; the default model and the service on the same two cores.`,
        'retrieval: passages are known. writing: the model has written its first token. sentence: the first sentence was checked and sent; what is not checked is never sent. done: the whole answer, refusals included.',
        `Of the questions ${times.writing.length} were answered by the model; the others were refused, before it was asked or at its first token. First token: ${first.median.toFixed(1)} s at the median, goal ${GOAL_S} s${first.median > GOAL_S ? ': MISSED' : ''}.`,
      ],
      data: times,
    };
  } finally {
    await app.stop();
    await model.stop();
  }
}
