import { z } from 'zod';
import { type Metadata, type MetadataValue, metadataKey, metadataValue } from './metadata.ts';
import { ServiceError } from './service-error.ts';

/**
 * A condition on metadata:
 *
 *     { "package": "fastify" }                          a field equals a value
 *     { "year": { "gte": 2020, "lt": 2024 } }           operators, all of which must hold
 *     { "and": [...] }, { "or": [...] }, { "not": {} }  combinations
 *
 * A field that a document lacks satisfies `ne`, `nin` and `exists: false`, and nothing else.
 * Values of another type than the field's never match an ordering.
 */
export type Filter =
  | {
      readonly kind: 'compare';
      readonly field: string;
      readonly operator: ComparisonOperator;
      readonly value: MetadataValue;
    }
  | {
      readonly kind: 'member';
      readonly field: string;
      readonly operator: 'in' | 'nin';
      readonly values: readonly MetadataValue[];
    }
  | { readonly kind: 'exists'; readonly field: string; readonly exists: boolean }
  | { readonly kind: 'and' | 'or'; readonly filters: readonly Filter[] }
  | { readonly kind: 'not'; readonly filter: Filter };

const COMPARISONS = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte'] as const;
export type ComparisonOperator = (typeof COMPARISONS)[number];
export const FILTER_OPERATORS = [...COMPARISONS, 'in', 'nin', 'exists'] as const;

export const MAX_FILTER_DEPTH = 8;
export const MAX_FILTER_CONDITIONS = 64;
export const MAX_FILTER_VALUES = 256;

/** What a request may carry as a filter; `parseFilter` checks the rest and names what is wrong. */
export const filterInput = z.record(z.string(), z.unknown());
const valueList = z.array(metadataValue).min(1).max(MAX_FILTER_VALUES);

/**
 * Parses the JSON form.
 * @throws ServiceError `filter_operator_unknown` (naming it) or `filter_invalid`.
 */
export function parseFilter(input: unknown): Filter {
  let conditions = 0;

  function invalid(path: string, problem: string): never {
    throw new ServiceError('filter_invalid', `filter${path}: ${problem}`, { param: `filter${path}` });
  }

  function all(filters: Filter[]): Filter {
    return filters.length === 1 ? filters[0]! : { kind: 'and', filters };
  }

  function parseObject(node: unknown, path: string, depth: number): Filter {
    if (depth > MAX_FILTER_DEPTH) invalid(path, `nested deeper than ${MAX_FILTER_DEPTH}`);
    const object = filterInput.safeParse(node);
    if (!object.success) invalid(path, 'expected an object');
    const entries = Object.entries(object.data);
    if (entries.length === 0) invalid(path, 'is empty');
    return all(entries.map(([key, value]) => parseEntry(key, value, `${path}.${key}`, depth)));
  }

  function parseEntry(key: string, value: unknown, path: string, depth: number): Filter {
    if (key === 'and' || key === 'or') {
      if (!Array.isArray(value) || value.length === 0) invalid(path, 'expected a list of filters');
      return { kind: key, filters: value.map((item, i) => parseObject(item, `${path}[${i}]`, depth + 1)) };
    }
    if (key === 'not') return { kind: 'not', filter: parseObject(value, path, depth + 1) };
    if (!metadataKey.safeParse(key).success) invalid(path, 'is no metadata key');
    const literal = metadataValue.safeParse(value);
    if (literal.success) return condition({ kind: 'compare', field: key, operator: 'eq', value: literal.data }, path);
    const operators = filterInput.safeParse(value);
    if (!operators.success || Object.keys(operators.data).length === 0) invalid(path, 'expected a value or operators');
    return all(Object.entries(operators.data).map(([op, operand]) => parseOperator(key, op, operand, `${path}.${op}`)));
  }

  function parseOperator(field: string, operator: string, operand: unknown, path: string): Filter {
    if (operator === 'exists') {
      if (typeof operand !== 'boolean') invalid(path, 'expected true or false');
      return condition({ kind: 'exists', field, exists: operand }, path);
    }
    if (operator === 'in' || operator === 'nin') {
      const values = valueList.safeParse(operand);
      if (!values.success) invalid(path, `expected 1 to ${MAX_FILTER_VALUES} values`);
      return condition({ kind: 'member', field, operator, values: values.data }, path);
    }
    const comparison = COMPARISONS.find((known) => known === operator);
    if (!comparison) {
      const message = `unknown filter operator "${operator.slice(0, 40)}" at filter${path}; known: ${FILTER_OPERATORS.join(', ')}`;
      throw new ServiceError('filter_operator_unknown', message, { param: `filter${path}` });
    }
    const value = metadataValue.safeParse(operand);
    if (!value.success) invalid(path, 'expected a string, a number or a boolean');
    return condition({ kind: 'compare', field, operator: comparison, value: value.data }, path);
  }

  function condition(filter: Filter, path: string): Filter {
    conditions += 1;
    if (conditions > MAX_FILTER_CONDITIONS) invalid(path, `more than ${MAX_FILTER_CONDITIONS} conditions`);
    return filter;
  }

  return parseObject(input, '', 1);
}

/** Whether a document's metadata satisfies a filter: the meaning that every store must reproduce. */
export function matchesFilter(document: Metadata, filter: Filter): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.filters.every((part) => matchesFilter(document, part));
    case 'or':
      return filter.filters.some((part) => matchesFilter(document, part));
    case 'not':
      return !matchesFilter(document, filter.filter);
    case 'exists':
      return Object.hasOwn(document, filter.field) === filter.exists;
    case 'member':
      return Object.hasOwn(document, filter.field)
        ? filter.values.includes(document[filter.field]!) === (filter.operator === 'in')
        : filter.operator === 'nin';
    case 'compare':
      if (!Object.hasOwn(document, filter.field)) return filter.operator === 'ne';
      return compares(document[filter.field]!, filter.operator, filter.value);
  }
}

function compares(actual: MetadataValue, operator: ComparisonOperator, expected: MetadataValue): boolean {
  if (operator === 'eq') return actual === expected;
  if (operator === 'ne') return actual !== expected;
  if (typeof actual !== typeof expected || typeof actual === 'boolean') return false;
  switch (operator) {
    case 'gt':
      return actual > expected;
    case 'gte':
      return actual >= expected;
    case 'lt':
      return actual < expected;
    case 'lte':
      return actual <= expected;
  }
}
