import { coded, filterInput, isWellFormedText, metadata, wellFormedText } from '@pareto/contracts';
import { LANGUAGES } from '@pareto/retrieval';
import { z } from 'zod';
import { ENGINE_NAMES } from '../engines/engine.ts';

export const MAX_K = 100;
export const MAX_QUERY_CHARACTERS = 2_000;
export const MAX_DOCUMENTS = 10_000;
export const MAX_TITLE_CHARACTERS = 500;
export const MAX_TEXT_CHARACTERS = 200_000;
export const MAX_EVALUATED_QUERIES = 1_000;
export const MAX_JUDGEMENTS = 100_000;

export const collectionName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, {
    error: coded(
      'collection_name_invalid',
      'lower-case letters, digits, - and _, 63 at most, beginning with a letter or digit',
    ),
  })
  .meta({ description: 'Name of the collection', examples: ['npm-docs'] });

export const collectionParams = z.object({ name: collectionName });
export const documentParams = z.object({ name: collectionName, id: wellFormedText(256).min(1) });

export const engine = z.enum(ENGINE_NAMES, {
  error: ({ input }) =>
    coded('engine_unknown', `no engine ${JSON.stringify(input)?.slice(0, 60)}; known: ${ENGINE_NAMES.join(', ')}`),
});
const engines = z
  .array(engine)
  .min(1)
  .max(ENGINE_NAMES.length)
  .transform((names) => [...new Set(names)]);
const K_RANGE = { error: coded('k_out_of_range', `expected 1 to ${MAX_K}`) };
const k = z.int().min(1, K_RANGE).max(MAX_K, K_RANGE);

/** Blank space around a query means nothing, and a query of nothing else is empty. */
const query = z
  .string()
  .max(MAX_QUERY_CHARACTERS, { error: coded('query_too_long', `at most ${MAX_QUERY_CHARACTERS} characters`) })
  .refine(isWellFormedText, { error: coded('text_malformed', 'holds a lone surrogate or a NUL') })
  .refine((text) => text.trim() !== '', { error: coded('query_empty', 'has no text') });

export const putCollectionBody = z
  .object({ language: z.enum(LANGUAGES).optional(), embedder: z.string().max(100).optional() })
  .default({});

export const reindexBody = z.object({ embedder: z.string().max(100).optional() }).default({});

export const collectionAnswer = z.object({
  name: z.string(),
  language: z.string(),
  embedder: z.string(),
  fingerprint: z.string(),
  documents: z.int(),
  searchable: z
    .boolean()
    .meta({ description: 'false when the vectors were made by an embedder that is not configured here' }),
  source: z.string().nullable(),
  created_at: z.string(),
  reindex: z.object({ embedder: z.string(), done: z.int(), total: z.int(), problem: z.string().optional() }).optional(),
});

export const document = z.object({
  id: wellFormedText(256).min(1),
  title: wellFormedText(MAX_TITLE_CHARACTERS).default(''),
  text: wellFormedText(MAX_TEXT_CHARACTERS),
  metadata: metadata.default({}),
});

export const documentsBody = z.object({
  documents: z
    .array(document)
    .min(1)
    .max(MAX_DOCUMENTS, { error: coded('batch_too_large', `at most ${MAX_DOCUMENTS} documents; send more as NDJSON`) }),
});

export const upsertAnswer = z.object({
  upserted: z.int(),
  problems: z
    .array(z.object({ line: z.int(), code: z.string(), detail: z.string() }))
    .optional()
    .meta({ description: 'NDJSON only: the lines that were passed over' }),
});

export const searchBody = z.object({
  query,
  k: k.default(10),
  engine: engine.default('hybrid'),
  filter: filterInput.optional(),
  explain: z.boolean().default(false),
});

const hit = z.object({
  id: z.string(),
  score: z.number(),
  rank: z.int(),
  title: z.string(),
  text: z.string(),
  metadata,
  explain: z
    .object({
      scale: z.string(),
      parts: z.record(z.string(), z.object({ score: z.number(), rank: z.int() }).nullable()).optional(),
      terms: z.array(z.object({ term: z.string(), tf: z.number(), idf: z.number(), weight: z.number() })),
    })
    .optional(),
});

const searchResult = z.object({ engine, no_relevant_results: z.boolean(), hits: z.array(hit) });
export const searchAnswer = searchResult.extend({ took_ms: z.number() });

export const compareBody = z.object({
  query,
  k: k.default(10),
  engines: engines.default(['bm25', 'minilm', 'hybrid']),
  filter: filterInput.optional(),
});

export const compareAnswer = z.object({
  columns: z.array(searchResult),
  agreement: z.array(
    z.object({ engines: z.tuple([engine, engine]), overlap_at_k: z.number(), kendall_tau: z.number().nullable() }),
  ),
});

export const evaluateBody = z.object({
  queries: z
    .array(z.object({ id: wellFormedText(256).min(1), text: query }))
    .min(1)
    .max(MAX_EVALUATED_QUERIES, { error: coded('batch_too_large', `at most ${MAX_EVALUATED_QUERIES} queries`) }),
  qrels: z
    .array(z.object({ query: wellFormedText(256), doc: wellFormedText(256), relevance: z.number().min(0).max(100) }))
    .min(1)
    .max(MAX_JUDGEMENTS, { error: coded('batch_too_large', `at most ${MAX_JUDGEMENTS} judgements`) }),
  engines: engines.default(['bm25', 'minilm', 'hybrid']),
  k: k.default(10),
});

const estimate = z.object({ mean: z.number(), low: z.number(), high: z.number() });
export const evaluateAnswer = z.object({
  k: z.int(),
  engines: z.array(z.object({ engine, queries: z.int(), ndcg: estimate, mrr: estimate, recall: estimate })),
});

export const mapAnswer = z.object({
  points: z.array(z.object({ id: z.string(), title: z.string(), x: z.number(), y: z.number(), cluster: z.int() })),
  clusters: z.array(z.object({ id: z.int(), size: z.int(), label: z.string() })),
  trustworthiness: z.number(),
  sampled: z.boolean(),
});

export const projectBody = z.object({ query });
export const projectAnswer = z.object({
  x: z.number(),
  y: z.number(),
  cluster: z.int(),
  neighbours: z.array(z.object({ id: z.string(), score: z.number() })),
});
