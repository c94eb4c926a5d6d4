import { type Section, summarize } from '@pareto/evaluation';
import { Client } from './client.ts';
import { type Filing, readFilings } from './filings.ts';
import { longReport } from './long-report.ts';
import { type RunningApp, startApp } from './service-process.ts';

const ROUNDS = 3;
const PAGES_PER_SECOND_GOAL = 25;
const RESIDENT_GOAL_MB = 600;
const LONG_REPORT_PAGES = 300;

/** From upload to `ready` over HTTP: the filings of FinanceBench together, and one long report. */
export default async function bench(): Promise<Section> {
  const filings = readFilings();
  const report = { name: 'report.pdf', content: new Uint8Array(await longReport(LONG_REPORT_PAGES)) };
  const sets: { name: string; files: Filing[] }[] = [
    { name: `${filings.length} filings`, files: filings },
    { name: `one report of ${LONG_REPORT_PAGES} pages`, files: [report] },
  ];
  const samples = sets.map(() => ({ rate: [] as number[], service: [] as number[], reader: [] as number[], pages: 0 }));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [i, { files }] of sets.entries()) {
      const app = await startApp('rag-assistant', { SAMPLES: 'off' });
      try {
        const { pages, seconds, peak } = await ingest(app, files);
        samples[i]!.rate.push(pages / seconds);
        samples[i]!.service.push(peak.service);
        samples[i]!.reader.push(peak.reader);
        samples[i]!.pages = pages;
      } finally {
        await app.stop();
      }
    }
  }
  const [ours, long] = samples.map(({ rate, service, reader }) => ({
    rate: summarize(rate),
    resident: Math.max(...service, ...reader),
  }));
  return {
    title: 'Ingestion: from upload to ready',
    columns: ['documents', 'pages', 'pages/s (median)', 'range', 'service, MB at most', 'reader, MB at most'],
    rows: sets.map(({ name }, i) => {
      const { rate, service, reader, pages } = samples[i]!;
      const { median, min, max } = summarize(rate);
      const range = `${min.toFixed(1)}–${max.toFixed(1)}`;
      return [name, pages, median.toFixed(1), range, Math.max(...service), Math.max(...reader)];
    }),
    notes: [
      `All files in one upload; parsed in child processes, cut, embedded with MiniLM (int8), written to LanceDB and read back; ${ROUNDS} rounds, each with a service and data folder of its own. The client polls on the same two cores.`,
      `Filings: ${ours!.rate.median.toFixed(1)} pages/s, goal ${PAGES_PER_SECOND_GOAL}${ours!.rate.median < PAGES_PER_SECOND_GOAL ? ': MISSED' : ''}.`,
      `The long report: ${long!.resident} MB resident in any process at most, goal ${RESIDENT_GOAL_MB}${long!.resident > RESIDENT_GOAL_MB ? ': MISSED' : ''}. Its pages are made by a program: prose, and tables of figures.`,
    ],
    data: samples,
  };
}

async function ingest(app: RunningApp, files: readonly Filing[]) {
  const client = new Client(app.url);
  app.peakMb();
  const began = performance.now();
  await client.upload(files);
  const documents = await client.untilReady();
  const seconds = (performance.now() - began) / 1_000;
  return { pages: documents.reduce((sum, { pages }) => sum + pages, 0), seconds, peak: app.peakMb() };
}
