import type { DocumentPage } from '@pareto/contracts';
import { z } from 'zod';

/** What the parent asks: one line of JSON on the child's standard input, the document's bytes after it. */
export const requestSchema = z.object({
  /** `load` takes no document: it loads all that reading any would. */
  task: z.enum(['inspect', 'read', 'load']),
  /** A hint at the type, from whoever sent the file. */
  name: z.string(),
  maxPages: z.int().positive(),
  /** Whether pictures are wanted of pages that hold no text. */
  scans: z.boolean(),
});

export type ReadRequest = z.infer<typeof requestSchema>;

/** The failures that a child may name. */
export const FAILURE_CODES = [
  'document_type_unsupported',
  'pdf_encrypted',
  'document_unreadable',
  'document_too_complex',
  'pages_too_many',
] as const;

export type FailureCode = (typeof FAILURE_CODES)[number];

/** Texts that the rest of the system can store and compare; of the same length, so that spans stay true. */
const text = z.string().transform((value) => value.toWellFormed().replaceAll('\0', '\uFFFD'));
const offset = z.int().nonnegative();
const span = { start: offset, end: offset };
const points = z.number().finite();

const lineSchema = z.object({
  ...span,
  box: z.object({ x: points, y: points, width: points, height: points }).optional(),
});

const blockSchema = z.object({
  ...span,
  kind: z.enum(['heading', 'paragraph', 'list-item', 'table']),
  level: z.int().min(1).max(9).optional(),
  lines: z.array(lineSchema),
  rows: z.array(z.object({ ...span, label: text, cells: z.array(z.object({ ...span, column: text })) })).optional(),
  caption: text.optional(),
});

type Span = { start: number; end: number };

function* spansOf(block: z.infer<typeof blockSchema>): Generator<Span> {
  yield block;
  yield* block.lines;
  for (const row of block.rows ?? []) {
    yield row;
    yield* row.cells;
  }
}

const pageSchema = z
  .object({
    number: z.int().positive(),
    width: points.nonnegative(),
    height: points.nonnegative(),
    text,
    blocks: z.array(blockSchema),
    concealed: z.array(z.object({ reason: z.enum(['invisible', 'same-colour', 'tiny', 'off-page']), text })),
  })
  .refine(
    (page) =>
      page.blocks.every((block) => spansOf(block).every(({ start, end }) => start <= end && end <= page.text.length)),
    'a span lies outside of the text',
  );

const scanSchema = z
  .object({
    width: z.int().positive(),
    height: z.int().positive(),
    dpi: z.int().positive(),
    /** Base64. */
    pixels: z.string(),
  })
  .refine(({ width, height, pixels }) => pixels.length === Math.ceil((width * height) / 3) * 4, 'pixels are missing');

/** A picture of a page on its way between processes. */
export type ScanMessage = z.infer<typeof scanSchema>;

/**
 * What the child answers, a line of JSON each: `ready` once it has started, `opened`, every `page`, where that has no
 * text and pictures are wanted behind its `scan`, `end`; or `failed` at any point behind `ready`.
 */
export type ReaderAnswer =
  | { readonly type: 'ready' }
  | { readonly type: 'opened'; readonly pages: number; readonly title: string }
  | { readonly type: 'scan'; readonly scan: ScanMessage }
  | { readonly type: 'page'; readonly page: DocumentPage }
  | { readonly type: 'end' }
  | { readonly type: 'failed'; readonly code: FailureCode };

export const answerSchema: z.ZodType<ReaderAnswer> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('opened'), pages: z.int().nonnegative(), title: text }),
  z.object({ type: z.literal('scan'), scan: scanSchema }),
  z.object({ type: z.literal('page'), page: pageSchema }),
  z.object({ type: z.literal('end') }),
  z.object({ type: z.literal('failed'), code: z.enum(FAILURE_CODES) }),
]);
