import { type Filter, parseFilter } from '@pareto/contracts';

/**
 * A condition on metadata in the JSON form of `parseFilter`. Names of operators may begin with "$" as in Chroma and
 * MongoDB, so that filters written for those go on: `{ year: { $gte: 2020 } }`, `{ $and: [...] }`.
 */
export type DocumentFilter = Readonly<Record<string, unknown>>;

/** Names of fields begin with a letter, so that a "$" can only be an operator's. */
const OPERATOR_MARK = /^\$/;

/** @throws ServiceError `filter_invalid`, `filter_operator_unknown`. */
export function toFilter(filter: DocumentFilter): Filter {
  return parseFilter(withoutMarks(filter));
}

function withoutMarks(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutMarks);
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node);
  return Object.fromEntries(entries.map(([key, value]) => [key.replace(OPERATOR_MARK, ''), withoutMarks(value)]));
}
