import { type Section, summarize } from '@pareto/evaluation';
import { Client } from './client.ts';
import { copyOf, readFilings, readQuestions } from './filings.ts';
import { startApp } from './service-process.ts';

const PASSAGES = 20_000;
const SEARCHES = 200;
const WARM_UP = 20;
const P95_GOAL_MS = 60;
/** LanceDB tidies a collection when nothing was written for ten seconds. */
const REST_MS = 15_000;

/** `/v1/retrieve` over HTTP, one client, in a tenant with 20,000 passages. */
export default async function bench(): Promise<Section> {
  const app = await startApp('rag-assistant', { SAMPLES: 'off' });
  try {
    const client = new Client(app.url);
    const passages = await fill(client, app.url);
    await new Promise((resolve) => setTimeout(resolve, REST_MS));
    const questions = readQuestions();
    app.peakMb();
    const samples: number[] = [];
    for (let i = 0; i < WARM_UP + SEARCHES; i += 1) {
      const began = performance.now();
      await client.retrieve(questions[i % questions.length]!, 10);
      if (i >= WARM_UP) samples.push(performance.now() - began);
    }
    const { median, p95, max } = summarize(samples);
    return {
      title: 'Retrieval over HTTP',
      columns: ['passages', 'median ms', 'p95 ms', 'max ms', 'service, MB at most'],
      rows: [[passages, median.toFixed(1), p95.toFixed(1), max.toFixed(1), app.peakMb().service]],
      notes: [
        `Filings of FinanceBench, each several times, until there are ${PASSAGES} passages; its questions, ${SEARCHES} searches after ${WARM_UP} to warm up, k = 10, one client on the same two cores. Embedding the questions, both indexes, ranking and JSON are in the figures.`,
        `p95 ${p95.toFixed(1)} ms, goal ${P95_GOAL_MS} ms${p95 > P95_GOAL_MS ? ': MISSED' : ''}.`,
      ],
      data: samples,
    };
  } finally {
    await app.stop();
  }
}

async function fill(client: Client, url: string): Promise<number> {
  const filings = readFilings();
  for (let copy = 1; ; copy += 1) {
    await client.upload(filings.map((filing) => copyOf(filing, copy)));
    await client.untilReady();
    const metrics = await (await fetch(`${url}/metrics`)).text();
    const passages = Number(/^rag_passages (\d+)/m.exec(metrics)?.[1] ?? 0);
    if (passages >= PASSAGES) return passages;
  }
}
