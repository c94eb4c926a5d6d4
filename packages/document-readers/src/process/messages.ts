import { z } from 'zod';
import { FAILURE_CODES, type ReaderAnswer } from './protocol.ts';

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

/** Checks what a child says, for a document may have taken it over. */
export const answerSchema: z.ZodType<ReaderAnswer> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('opened'), pages: z.int().nonnegative(), title: text }),
  z.object({ type: z.literal('scan'), scan: scanSchema }),
  z.object({ type: z.literal('page'), page: pageSchema }),
  z.object({ type: z.literal('end') }),
  z.object({ type: z.literal('failed'), code: z.enum(FAILURE_CODES) }),
]);
