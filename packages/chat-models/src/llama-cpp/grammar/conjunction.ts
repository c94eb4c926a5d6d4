import type { JsonSchema } from '@pareto/contracts';
import { type Constraints, commonValues, type JsonType } from './constraints.ts';

/** Schemas that must hold together. The same ones give the same object, so that recursion through them ends. */
export class Conjunctions {
  readonly #ids = new Map<JsonSchema, number>();
  readonly #made = new Map<string, JsonSchema>();
  readonly #parts = new Map<JsonSchema, readonly JsonSchema[]>();

  of(...schemas: readonly JsonSchema[]): JsonSchema {
    const parts = [...new Set(schemas.flatMap((each) => this.#parts.get(each) ?? [each]))].filter(
      (each) => each !== true,
    );
    if (parts.includes(false)) return false;
    if (parts.length < 2) return parts[0] ?? true;
    const key = parts
      .map((part) => this.#id(part))
      .sort((a, b) => a - b)
      .join();
    let made = this.#made.get(key);
    if (made === undefined) {
      made = { allOf: parts };
      this.#made.set(key, made);
      this.#parts.set(made, parts);
    }
    return made;
  }

  #id(schema: JsonSchema): number {
    const id = this.#ids.get(schema) ?? this.#ids.size;
    this.#ids.set(schema, id);
    return id;
  }
}

/** What `a` and `b` ask together. */
export function conjoin(a: Constraints, b: Constraints, conjunctions: Conjunctions): Constraints {
  const least = pick(a, b, ['minimum', 'exclusiveMinimum', 'minLength', 'minItems'], Math.max);
  const most = pick(a, b, ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems'], Math.min);
  const lists = {
    ...both(a.types, b.types, 'types', commonTypes),
    ...both(a.values, b.values, 'values', commonValues),
    ...both(a.multiples, b.multiples, 'multiples', (x, y) => [...new Set([...x, ...y])]),
    ...both(a.patterns, b.patterns, 'patterns', (x, y) => [...new Set([...x, ...y])]),
    ...both(a.formats, b.formats, 'formats', (x, y) => [...new Set([...x, ...y])]),
    ...both(a.required, b.required, 'required', (x, y) => new Set([...x, ...y])),
  };
  return { ...least, ...most, ...lists, ...conjoinItems(a, b, conjunctions), ...conjoinProperties(a, b, conjunctions) };
}

function conjoinItems(a: Constraints, b: Constraints, conjunctions: Conjunctions): Constraints {
  const longest = Math.max(a.prefixItems?.length ?? 0, b.prefixItems?.length ?? 0);
  const at = (side: Constraints, i: number) => side.prefixItems?.[i] ?? side.items ?? true;
  const prefixItems = Array.from({ length: longest }, (_, i) => conjunctions.of(at(a, i), at(b, i)));
  return {
    ...(longest > 0 ? { prefixItems } : {}),
    ...both(a.items, b.items, 'items', (x, y) => conjunctions.of(x, y)),
  };
}

function conjoinProperties(a: Constraints, b: Constraints, conjunctions: Conjunctions): Constraints {
  const names = new Set([...(a.properties?.keys() ?? []), ...(b.properties?.keys() ?? [])]);
  const of = (side: Constraints, name: string) => side.properties?.get(name) ?? side.additional ?? true;
  const properties = new Map([...names].map((name) => [name, conjunctions.of(of(a, name), of(b, name))]));
  return {
    ...(a.properties || b.properties ? { properties } : {}),
    ...both(a.additional, b.additional, 'additional', (x, y) => conjunctions.of(x, y)),
  };
}

function both<Key extends keyof Constraints, Value>(
  a: Value | undefined,
  b: Value | undefined,
  key: Key,
  join: (a: Value, b: Value) => Value,
): { [K in Key]?: Value } {
  const value = a === undefined ? b : b === undefined ? a : join(a, b);
  return (value === undefined ? {} : { [key]: value }) as { [K in Key]?: Value };
}

function pick<
  Key extends
    | 'minimum'
    | 'exclusiveMinimum'
    | 'minLength'
    | 'minItems'
    | 'maximum'
    | 'exclusiveMaximum'
    | 'maxLength'
    | 'maxItems',
>(
  a: Constraints,
  b: Constraints,
  keys: readonly Key[],
  join: (a: number, b: number) => number,
): { [K in Key]?: number } {
  return Object.assign({}, ...keys.map((key) => both<Key, number>(a[key], b[key], key, join)));
}

function commonTypes(a: ReadonlySet<JsonType>, b: ReadonlySet<JsonType>): ReadonlySet<JsonType> {
  const holds = (type: JsonType, side: ReadonlySet<JsonType>) =>
    side.has(type) || (type === 'integer' && side.has('number'));
  return new Set([...a, ...b].filter((type) => holds(type, a) && holds(type, b)));
}
