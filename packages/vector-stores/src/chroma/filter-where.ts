import type { Filter, MetadataValue } from '@pareto/contracts';
import type { Where } from 'chromadb';

/**
 * A condition that every match of the filter satisfies, in Chroma's terms, or nothing when there is none. Chroma has no
 * negation, orders whole numbers apart from others, and orders no strings; so only equality is left to it, and the
 * caller checks what comes back.
 */
export function necessaryWhere(filter: Filter): Where | undefined {
  switch (filter.kind) {
    case 'compare':
      return filter.operator === 'eq' ? equals(filter.field, filter.value) : undefined;
    case 'member':
      return filter.operator === 'in'
        ? combine(
            '$or',
            filter.values.map((value) => equals(filter.field, value)),
          )
        : undefined;
    case 'and':
      return combine(
        '$and',
        filter.filters.map(necessaryWhere).filter((part) => part !== undefined),
      );
    case 'or': {
      const parts = filter.filters.map(necessaryWhere);
      return parts.every((part) => part !== undefined) ? combine('$or', parts) : undefined;
    }
    case 'exists':
    case 'not':
      return undefined;
  }
}

function combine(operator: '$and' | '$or', parts: Where[]): Where | undefined {
  return parts.length > 1 ? ({ [operator]: parts } as Where) : parts[0];
}

function equals(field: string, value: MetadataValue): Where {
  return { [field]: { $eq: value } };
}
