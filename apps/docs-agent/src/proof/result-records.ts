import type { Source } from '@pareto/grounding';

const MAX_RECORDS = 200;

type Fields = readonly (readonly [key: string, value: unknown])[];

/**
 * A result as sources that a sentence can be compared with. Of JSON each object is one, in words, so that what is true of
 * one record bears nothing out about another; any other text is one as it stands.
 *
 * @param given what the call was made with, in words.
 */
export function recordsOf(text: string, { context, given }: { context: string; given: string }): Source[] {
  const records = spoken(text).slice(0, MAX_RECORDS);
  return records.map((record) => ({
    text: [given, record.text].filter(Boolean).join('; '),
    context: `${context}\n${record.context}`.trim(),
  }));
}

function spoken(text: string): { text: string; context: string }[] {
  if (!/^\s*[[{]/.test(text)) return [{ text, context: '' }];
  try {
    return recordsIn(JSON.parse(text), '');
  } catch {
    // What was cut is no JSON any more: the innermost objects are still whole.
    return text.split(/[{}[\]]+/).map((part) => ({ text: part.replaceAll('"', ' ').trim(), context: '' }));
  }
}

function recordsIn(value: unknown, context: string): { text: string; context: string }[] {
  if (Array.isArray(value)) {
    const lists = value.filter(isContainer).flatMap((item) => recordsIn(item, context));
    const plain = value.filter((item) => !isContainer(item));
    return plain.length > 0 ? [{ text: plain.join(', '), context }, ...lists] : lists;
  }
  if (!isContainer(value)) return [{ text: String(value), context }];
  const { said, inner } = fieldsOf(Object.entries(value), '');
  const text = said.join('; ');
  const around = [context, text].filter(Boolean).join('\n');
  return [
    ...(text === '' ? [] : [{ text, context }]),
    ...inner.flatMap(([key, list]) => recordsIn(list, `${around}\n${key}`.trim())),
  ];
}

/** What an object says of itself, objects in it included, and the lists in it, which say it of others. */
function fieldsOf(fields: Fields, path: string): { said: string[]; inner: [string, unknown][] } {
  const said: string[] = [];
  const inner: [string, unknown][] = [];
  for (const [key, value] of fields) {
    const name = `${path} ${inWords(key)}`.trim();
    if (Array.isArray(value)) {
      if (value.some(isContainer)) inner.push([name, value]);
      else said.push(`${name}: ${value.join(', ')}`);
    } else if (isContainer(value)) {
      const deeper = fieldsOf(Object.entries(value), name);
      said.push(...deeper.said);
      inner.push(...deeper.inner);
    } else {
      said.push(`${name}: ${String(value)}`);
    }
  }
  return { said, inner };
}

/** `startedAt` as it stands, and as a sentence says it. */
export function inWords(key: string): string {
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_.-]+/g, ' ')
    .toLowerCase();
  return words === key ? key : `${key} ${words}`;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
