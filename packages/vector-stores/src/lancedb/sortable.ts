import type { Metadata, MetadataValue } from '@pareto/contracts';

/**
 * Metadata is open-ended, and SQL needs types. Next to the exact metadata each row therefore keeps a
 * Lance JSON column of texts that sort like the values they stand for, under a key that names the type:
 *
 *     { "year": 2024, "tag": "a" }  →  { "n:year": "c09fa00000000000", "s:tag": "a" }
 *
 * One column serves any number of keys, a key may hold several types, keys keep their case, and every
 * comparison of JavaScript becomes one comparison of UTF-8 texts.
 */
export const VALUE_TYPES = ['s', 'n', 'b'] as const;
export type ValueType = (typeof VALUE_TYPES)[number];

export interface SortableValue {
  readonly type: ValueType;
  readonly text: string;
}

export function sortableMetadata(metadata: Metadata): Record<string, string> {
  const entries = Object.entries(metadata).map(([field, value]) => {
    const { type, text } = sortableValue(value);
    return [sortableKey(type, field), text] as const;
  });
  return Object.fromEntries(entries);
}

export function sortableKey(type: ValueType, field: string): string {
  return `${type}:${field}`;
}

export function sortableValue(value: MetadataValue): SortableValue {
  if (typeof value === 'string') return { type: 's', text: sortableText(value) };
  if (typeof value === 'number') return { type: 'n', text: sortableNumber(value) };
  return { type: 'b', text: String(value) };
}

/**
 * JavaScript orders texts by UTF-16 code unit, SQL by UTF-8 byte, that is by code point. They disagree
 * where U+E000…U+FFFF meets characters beyond U+FFFF, so the former move behind the last code point.
 */
function sortableText(text: string): string {
  const last = '\u{10FFFF}';
  return text.replace(/[\u{E000}-\u{FFFF}]|\u{10FFFF}/gu, (character) =>
    character === last ? `${last}\u0001` : last + character,
  );
}

/** The IEEE 754 bits as hexadecimal, with the sign turned round so that they order like the numbers; -0 is 0. */
function sortableNumber(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value === 0 ? 0 : value);
  const bits = view.getBigUint64(0);
  const isNegative = bits >> 63n === 1n;
  const ordered = isNegative ? BigInt.asUintN(64, ~bits) : bits | (1n << 63n);
  return ordered.toString(16).padStart(16, '0');
}
