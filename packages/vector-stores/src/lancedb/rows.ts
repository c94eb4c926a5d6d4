import type { Metadata, VectorRecord } from '@pareto/contracts';
import {
  DataType,
  Field,
  FixedSizeList,
  Float32,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import { sortableMetadata } from './sortable.ts';

/** The column of `sortableMetadata`; Lance keeps it as binary JSON. */
export const SORTABLE_COLUMN = 'sortable';

/** A table holds the vector at unit length, the exact metadata as JSON text, and what filters compare. */
export function tableSchema(dimensions: number): Schema {
  const json = new Map([
    ['ARROW:extension:name', 'arrow.json'],
    ['ARROW:extension:metadata', ''],
  ]);
  return new Schema([
    new Field('id', new Utf8(), false),
    new Field('vector', new FixedSizeList(dimensions, new Field('item', new Float32(), true)), false),
    new Field('text', new Utf8(), false),
    new Field('metadata', new Utf8(), false),
    new Field(SORTABLE_COLUMN, new Utf8(), true, json),
  ]);
}

export function schemaDimensions(schema: Schema): number {
  const type = schema.fields.find((field) => field.name === 'vector')?.type;
  // By type id: LanceDB loads the CommonJS build of Arrow, whose classes are not the ones imported here.
  if (DataType.isFixedSizeList(type)) return type.listSize;
  throw new TypeError('the table has no vector column');
}

/** Built column by column: Lance's own conversion walks each vector element by element. */
export function toArrowTable(records: readonly VectorRecord[], dimensions: number): Table {
  const schema = tableSchema(dimensions);
  const elements = new Float32Array(records.length * dimensions);
  records.forEach((record, row) => {
    elements.set(record.vector, row * dimensions);
  });
  const vectors = makeData({
    type: new FixedSizeList(dimensions, new Field('item', new Float32(), true)),
    length: records.length,
    nullCount: 0,
    child: makeData({ type: new Float32(), length: elements.length, nullCount: 0, data: elements }),
  });
  const texts = (values: string[]) => vectorFromArray(values, new Utf8()).data[0]!;
  const rows = makeData({
    type: new Struct(schema.fields),
    length: records.length,
    nullCount: 0,
    children: [
      texts(records.map((record) => record.id)),
      vectors,
      texts(records.map((record) => record.text)),
      texts(records.map((record) => JSON.stringify(record.metadata))),
      texts(records.map((record) => JSON.stringify(sortableMetadata(record.metadata)))),
    ],
  });
  return new Table(schema, [new RecordBatch(schema, rows)]);
}

/** One row of a query, as far as its columns were selected. */
export interface Row {
  readonly id: string;
  readonly text: string;
  readonly metadata: string;
  readonly _distance: number;
}

export function* toRecords(batch: RecordBatch): Generator<VectorRecord> {
  const id = batch.getChild('id')!;
  const text = batch.getChild('text')!;
  const metadata = batch.getChild('metadata')!;
  const vector = batch.getChild('vector')!;
  for (let row = 0; row < batch.numRows; row++) {
    yield {
      id: id.get(row),
      // A copy: the view would keep the whole batch alive.
      vector: Float32Array.from(vector.get(row).toArray()),
      text: text.get(row),
      metadata: parseMetadata(metadata.get(row)),
    };
  }
}

export function parseMetadata(json: string): Metadata {
  return JSON.parse(json);
}
