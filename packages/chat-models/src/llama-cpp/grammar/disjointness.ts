import type { JsonSchema } from '@pareto/contracts';
import { ALL_TYPES, type Constraints, commonValues, type JsonType, typeOf, writtenTypes } from './constraints.ts';

type Expand = (property: JsonSchema) => readonly Constraints[] | undefined;

/**
 * Whether it can be shown that no value satisfies both.
 * @param expand gives the alternatives of properties, which are looked into one level deep.
 */
export function areDisjoint(a: Constraints, b: Constraints, expand?: Expand): boolean {
  const common = [...shared(writtenTypes(a), validTypes(b)), ...shared(validTypes(a), writtenTypes(b))];
  if (common.length === 0) return true;
  if (a.values && b.values) return commonValues(a.values, b.values).length === 0;
  return common.every((type) => type === 'object') && expand !== undefined && haveDisjointProperty(a, b, expand);
}

function haveDisjointProperty(a: Constraints, b: Constraints, expand: Expand): boolean {
  return [...(a.required ?? []), ...(b.required ?? [])].some((name) => {
    const [x, y] = [a, b].map((side) => expand(side.properties?.get(name) ?? side.additional ?? true));
    return x?.every((left) => y?.every((right) => areDisjoint(left, right)) ?? false) ?? false;
  });
}

function shared(a: ReadonlySet<JsonType>, b: ReadonlySet<JsonType>): JsonType[] {
  // Integers are numbers; so the two count as one.
  const asNumber = (types: ReadonlySet<JsonType>) => [...types].map((type) => (type === 'integer' ? 'number' : type));
  return asNumber(a).filter((type) => asNumber(b).includes(type));
}

function validTypes({ types, values }: Constraints): ReadonlySet<JsonType> {
  return types ?? new Set(values ? values.map(typeOf) : ALL_TYPES);
}
