import type { Filter, MetadataValue } from '@pareto/contracts';
import { SORTABLE_COLUMN } from './rows.ts';
import { sortableKey, sortableValue, VALUE_TYPES, type ValueType } from './sortable.ts';

const ORDERINGS = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

/** A text as an SQL literal. The dialect knows no escape but the doubled quote; a backslash is just a character. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/**
 * The SQL condition that holds for exactly the rows that `matchesFilter` accepts. Every leaf ends in
 * IS [NOT] TRUE or IS [NOT] NULL: SQL's third truth value never reaches a NOT.
 */
export function filterToSql(filter: Filter): string {
  switch (filter.kind) {
    case 'and':
      return combine(filter.filters.map(filterToSql), 'AND', 'TRUE');
    case 'or':
      return combine(filter.filters.map(filterToSql), 'OR', 'FALSE');
    case 'not':
      return `NOT (${filterToSql(filter.filter)})`;
    case 'exists':
      return filter.exists ? exists(filter.field) : `NOT (${exists(filter.field)})`;
    case 'member': {
      const isMember = memberOf(filter.field, filter.values);
      return filter.operator === 'in' ? isMember : `NOT (${isMember})`;
    }
    case 'compare': {
      const { type, text } = sortableValue(filter.value);
      const operand = `${column(type, filter.field)}`;
      if (filter.operator === 'eq') return `(${operand} = ${sqlText(text)}) IS TRUE`;
      if (filter.operator === 'ne') return `(${operand} = ${sqlText(text)}) IS NOT TRUE`;
      if (type === 'b') return 'FALSE';
      return `(${operand} ${ORDERINGS[filter.operator]} ${sqlText(text)}) IS TRUE`;
    }
  }
}

/** NULL where the row has no such field, or has it with another type. */
function column(type: ValueType, field: string): string {
  return `json_get_string(${SORTABLE_COLUMN}, ${sqlText(sortableKey(type, field))})`;
}

function exists(field: string): string {
  return combine(
    VALUE_TYPES.map((type) => `${column(type, field)} IS NOT NULL`),
    'OR',
    'FALSE',
  );
}

function memberOf(field: string, values: readonly MetadataValue[]): string {
  const byType = Map.groupBy(values.map(sortableValue), ({ type }) => type);
  const alternatives = [...byType].map(
    ([type, sortable]) =>
      `(${column(type, field)} IN (${sortable.map(({ text }) => sqlText(text)).join(', ')})) IS TRUE`,
  );
  return combine(alternatives, 'OR', 'FALSE');
}

function combine(conditions: string[], operator: 'AND' | 'OR', empty: string): string {
  return conditions.length === 0 ? empty : `(${conditions.join(` ${operator} `)})`;
}
