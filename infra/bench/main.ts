import { join } from 'node:path';
import type { Section } from '../../packages/evaluation/src/benchmark.ts';
import { toMarkdown } from './markdown.ts';
import { publish, toReport } from './publish.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The scripts of each benchmark, relative to the root. Each exports `default async (): Promise<Section>`. */
const BENCHMARKS: Readonly<Record<string, readonly string[]>> = {
  search: [
    'packages/retrieval/bench/quality.ts',
    'packages/embeddings/bench/embedding.ts',
    'packages/retrieval/bench/lexical.ts',
    'packages/vector-stores/bench/vector-search.ts',
    'packages/service-kit/bench/overhead.ts',
    'apps/semantic-search/bench/http.ts',
  ],
  rag: [
    'packages/document-readers/bench/extraction.ts',
    'apps/rag-assistant/bench/ingest.ts',
    'apps/rag-assistant/bench/retrieve.ts',
    'apps/rag-assistant/bench/first-sentence.ts',
  ],
  docs: ['apps/docs-agent/bench/indexing.ts'],
  tickets: ['apps/ticket-classifier/bench/serving.ts', 'apps/ticket-classifier/bench/swap.ts'],
  generation: [
    'apps/text-generation/bench/decode.ts',
    'apps/text-generation/bench/prefix.ts',
    'apps/text-generation/bench/overload.ts',
    'apps/text-generation/bench/footprint.ts',
  ],
};

// Only a process that exits by itself ends the servers that it started.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const [name = '', ...only] = process.argv.slice(2);
const scripts = BENCHMARKS[name];
if (!scripts) {
  console.error(`usage: npm run bench -- ${Object.keys(BENCHMARKS).join(' | ')} [part of a script's path …]`);
  process.exit(2);
}

const chosen = scripts.filter((script) => only.length === 0 || only.some((part) => script.includes(part)));
for (const script of chosen) {
  console.log(`\n${script}`);
  const { default: bench } = (await import(join(ROOT, script))) as { default: () => Promise<Section> };
  const report = toReport(await bench(), `npm run bench -- ${process.argv.slice(2).join(' ')}`);
  publish(`${name}-${script.split('/').at(-1)!.replace('.ts', '')}`, [report]);
  console.log(toMarkdown(report));
}
