/**
 * Whether the right page is found, with each kind of evidence taken away: 3,000 pages of AWS documentation, 40 questions.
 *
 *     node apps/docs-agent/evals/retrieval.ts <folder with aws.docs.jsonl.gz and aws.questions.jsonl> <cache file>
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { embedAll } from '@pareto/contracts';
import { OnnxTextEmbedder } from '@pareto/embeddings';
import { z } from 'zod';
import { SectionIndex } from '../src/index/section-index.ts';
import { rankSections, SECTION_WEIGHTS, type SectionWeights } from '../src/index/section-ranking.ts';
import { embeddedText, SECTION_TOKENS, sectionsOf, titleOf } from '../src/sources/markdown-page.ts';
import { CachedEmbedder } from './vector-cache.ts';

const MODELS = process.env.MODELS_DIR ?? join(import.meta.dirname, '../../../.data/models');
const DEPTH = 5;

const page = z.object({ id: z.string(), text: z.string() });
const question = z.object({ question: z.string(), gold: z.array(z.string()) });

const VARIANTS: Readonly<Record<string, Partial<SectionWeights>>> = {
  'as shipped': {},
  'without meaning': { dense: 0 },
  'without words of the section': { words: 0 },
  'without words of the page': { pages: 0 },
  'without headings': { headings: 0 },
  'without the title': { titles: 0 },
  'headings double': { headings: SECTION_WEIGHTS.headings * 2 },
  'section alone (plain hybrid)': { pages: 0, titles: 0, headings: 0, words: 0.4 },
  'title half': { titles: SECTION_WEIGHTS.titles / 2 },
  'title double': { titles: SECTION_WEIGHTS.titles * 2 },
  'page half': { pages: SECTION_WEIGHTS.pages / 2 },
  'page double': { pages: SECTION_WEIGHTS.pages * 2 },
  'meaning double': { dense: SECTION_WEIGHTS.dense * 2 },
};

function lines<Schema extends z.ZodType>(text: string, schema: Schema): z.infer<Schema>[] {
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => schema.parse(JSON.parse(line)));
}

const [folder, cache] = process.argv.slice(2);
if (!folder || !cache) throw new Error('usage: retrieval.ts <folder of the set> <cache file>');
const onnx = await OnnxTextEmbedder.load({ kind: 'onnx', modelFolder: join(MODELS, 'all-minilm-l6-v2') });
const embedder = new CachedEmbedder(onnx, cache);
const pages = lines(gunzipSync(readFileSync(join(folder, 'aws.docs.jsonl.gz'))).toString(), page);
const questions = lines(readFileSync(join(folder, 'aws.questions.jsonl'), 'utf8'), question);

const index = new SectionIndex(embedder.dimensions);
let next = 0;
for (const [id, { id: path, text }] of pages.entries()) {
  const cut = sectionsOf(text, { countTokens: onnx.countTokens, maxTokens: SECTION_TOKENS });
  const vectors = await embedAll(embedder, cut.map(embeddedText));
  const sections = cut.map((section, i) => ({ ...section, id: next + i, vector: vectors[i] }));
  next += cut.length;
  index.add({ id, source: 1, path, title: titleOf(text, path), sections });
}
console.log(`${pages.length} pages, ${index.size} sections, ${embedder.embedded} embedded in this run`);

const found = [];
for (const { question: text, gold } of questions) {
  const [vector] = await embedder.embed([text], { purpose: 'query' });
  found.push({ gold, evidence: index.evidence(text, vector!, new Set([1])), text, vector: vector! });
}
const start = performance.now();
for (const { text, vector } of found) index.search(text, vector, { sources: new Set([1]) });
console.log(`${((performance.now() - start) / found.length).toFixed(1)} ms a search without embedding`);
for (const [name, change] of Object.entries(VARIANTS)) {
  const ranks = found.map(({ gold, evidence }) => {
    const ranked = rankSections(evidence, { ...SECTION_WEIGHTS, ...change });
    const order = [...new Set(ranked.map(({ id }) => pages[Number(evidence.pageOf(id))]!.id))];
    return order.findIndex((id) => gold.includes(id));
  });
  const share = (depth: number) => ranks.filter((rank) => rank >= 0 && rank < depth).length / ranks.length;
  console.log(`${name.padEnd(32)} first ${share(1).toFixed(3)}   in the first ${DEPTH} ${share(DEPTH).toFixed(3)}`);
}
console.log(`resident ${Math.round(process.memoryUsage().rss / 2 ** 20)} MiB`);
await embedder.close();
