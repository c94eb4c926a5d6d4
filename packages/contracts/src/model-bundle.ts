import { z } from 'zod';

/**
 * The manifest of a model bundle: a folder with a trained text classifier. `golden/model-bundle.json` and its variants
 * hold this schema and the one that writes bundles (Python) to the same rules.
 */
export const BUNDLE_SCHEMA_VERSION = 1;

/** The dense layers of a BERT encoder that an adapter may change, in the words of PEFT's `target_modules`. */
export const LORA_TARGETS = [
  'query',
  'key',
  'value',
  'attention.output.dense',
  'intermediate.dense',
  'output.dense',
] as const;

const SAFE_SUFFIXES = ['.safetensors', '.json', '.onnx', '.md'];
const MAX_LABELS = 1_000;

const share = z.number().min(0).max(1);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const headName = z.string().regex(/^[a-z][a-z0-9_]{0,31}$/);
const label = z.string().min(1).max(100);

/** Plain files of the folder itself. Pickled weights, which run code when they are read, have no suffix here. */
const fileName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/)
  .refine((name) => SAFE_SUFFIXES.some((suffix) => name.endsWith(suffix)), 'a kind of file that bundles do not hold');

const adapter = z.discriminatedUnion('method', [
  z.strictObject({
    method: z.literal('lora'),
    rank: z.int().min(1).max(256),
    alpha: z.number().positive(),
    targets: z
      .array(z.enum(LORA_TARGETS))
      .min(1)
      .refine((targets) => isUnique(targets), 'a target twice'),
    trainable_parameters: z.int().min(1),
    /** Of the parameters of base, adapter and heads together. */
    trainable_share: share,
  }),
  z.strictObject({ method: z.literal('none') }),
]);

const head = z.strictObject({
  name: headName,
  labels: z
    .array(label)
    .min(2)
    .max(MAX_LABELS)
    .refine((labels) => isUnique(labels), 'a label twice'),
  /** What logits are divided by before the softmax (Guo et al. 2017, section 4.2). */
  temperature: z.number().positive(),
  /** Split conformal prediction: a label is in the set when its score is at most `quantile`. */
  conformal: z.strictObject({
    method: z.enum(['lac', 'aps']).default('lac'),
    coverage: z.number().gt(0).lt(1),
    quantile: share,
  }),
  abstain_below: share,
  /** logits = encoder + tfidf_gain · TF-IDF of the same text; temperature and all that follows are of the sum. */
  tfidf_gain: z.number().min(0).max(10).default(0),
  /**
   * The higher the score, the more in scope; below `threshold` a text is out of scope. `max_probability` and `energy`
   * are those of the logits at temperature 1; the others read `scope.<head>.*` of `adapter.safetensors`.
   */
  out_of_scope: z
    .strictObject({
      method: z.enum(['max_probability', 'energy', 'mahalanobis', 'knn']),
      threshold: z.number(),
    })
    .nullable(),
});

const interval = z
  .strictObject({ value: z.number(), low: z.number(), high: z.number(), n: z.int().min(1) })
  .refine(({ low, high }) => low <= high, 'low above high');

export const modelBundle = z
  .strictObject({
    schema_version: z.literal(BUNDLE_SCHEMA_VERSION),
    name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
    version: z.int().min(1),
    title: z.string().min(1).max(200),
    created_at: z.iso.datetime({ offset: true }),
    licence: z.string().min(1).max(100),
    attribution: z.string().max(2_000),
    /** The encoder below; null for a bundle that brings a graph of its own. */
    base: z.strictObject({ model: z.string().min(1), file: fileName, sha256 }).nullable(),
    /** A graph from `input_ids` and `lengths` to `pooled`; absent with a base. */
    graph: fileName.optional(),
    max_tokens: z.int().min(8).max(512),
    languages: z.array(z.string().regex(/^[a-z]{2,3}$/)).min(1),
    adapter,
    /** The first one is the primary: its label is the label of a text. */
    heads: z.array(head).min(1).max(16),
    /** When the TF-IDF model answers alone, by head; null without such a model. */
    cascade: z
      .strictObject({
        sure_above: z.record(headName, share),
        temperature: z.record(headName, z.number().positive()),
      })
      .nullable(),
    files: z
      .array(z.strictObject({ path: fileName, bytes: z.int().min(0), sha256 }))
      .min(1)
      .max(32),
    metrics: z.record(z.string().regex(/^[a-z][a-z0-9_.]{0,63}$/), interval),
    data: z.array(z.strictObject({ name: z.string().min(1), sha256, rows: z.int().min(1), split: z.string().min(1) })),
    run: z.strictObject({ id: z.string().min(1), experiment: z.string().min(1) }),
    commit: z.string().regex(/^[0-9a-f]{7,40}$/),
    /** Texts with their answers, to be checked before a bundle serves. */
    smoke: z
      .array(
        z.strictObject({
          text: z.string().min(1).max(8_000),
          labels: z.record(headName, label),
          probability: z.record(headName, share),
        }),
      )
      .min(4)
      .max(16),
  })
  .superRefine((bundle, context) => {
    for (const [path, message] of contradictions(bundle)) context.addIssue({ code: 'custom', path, message });
  });

export type ModelBundleManifest = z.output<typeof modelBundle>;
export type BundleHead = ModelBundleManifest['heads'][number];

/** The rules that span several fields. */
function* contradictions(bundle: ModelBundleManifest): Generator<[PropertyKey[], string]> {
  const { base, graph, adapter, heads, cascade, files, smoke } = bundle;
  if ((base === null) !== (graph !== undefined)) yield [['graph'], 'a bundle has either a base or a graph'];
  if (graph !== undefined && !graph.endsWith('.onnx')) yield [['graph'], 'a graph is an .onnx file'];
  if (adapter.method === 'lora' && base === null) yield [['adapter'], 'an adapter needs a base'];
  if (base && !base.file.endsWith('.safetensors')) yield [['base', 'file'], 'weights are a .safetensors file'];
  if (!isUnique(heads.map(({ name }) => name))) yield [['heads'], 'a head twice'];
  if (!isUnique(files.map(({ path }) => path))) yield [['files'], 'a file twice'];

  const tables = cascade ? ['tfidf.safetensors', 'tfidf.json'] : [];
  for (const needed of ['adapter.safetensors', ...tables, ...(graph ? [graph] : [])]) {
    if (!files.some(({ path }) => path === needed)) yield [['files'], `${needed} is not listed`];
  }
  if (!cascade && heads.some(({ tfidf_gain: gain }) => gain > 0))
    yield [['heads'], 'words weigh in only with a TF-IDF model'];
  const names = heads.map(({ name }) => name);
  for (const key of ['sure_above', 'temperature'] as const) {
    if (cascade && !isSame(Object.keys(cascade[key]), names)) yield [['cascade', key], 'not a value for each head'];
  }
  for (const [i, { labels, probability }] of smoke.entries()) {
    if (!isSame(Object.keys(labels), names)) yield [['smoke', i, 'labels'], 'not a label for each head'];
    if (!isSame(Object.keys(probability), names)) yield [['smoke', i, 'probability'], 'not a value for each head'];
    for (const { name, labels: known } of heads) {
      const given = labels[name];
      if (given !== undefined && !known.includes(given)) yield [['smoke', i, 'labels', name], 'no label of this head'];
    }
  }
}

function isUnique(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && others.every((value) => some.includes(value));
}
