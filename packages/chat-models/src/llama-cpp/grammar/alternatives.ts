import type { JsonSchema } from '@pareto/contracts';
import { Conjunctions, conjoin } from './conjunction.ts';
import {
  schema as asSchema,
  type Constraints,
  isAnnotation,
  isObject,
  readConstraints,
  type SchemaObject,
} from './constraints.ts';
import { areDisjoint } from './disjointness.ts';
import { GRAMMAR_LIMITS, unsupported } from './limits.ts';

/** Takes references and combinators out of schemas: what is left is a list of constraints, one of which must hold. */
export class Alternatives {
  readonly #root: JsonSchema;
  readonly #rootPath: string;
  readonly #conjunctions = new Conjunctions();
  readonly #known = new Map<SchemaObject, readonly Constraints[]>();
  readonly #open = new Set<SchemaObject>();
  #visited = 0;

  constructor(root: JsonSchema, rootPath: string) {
    this.#root = root;
    this.#rootPath = rootPath;
  }

  /** The schema that `node` only refers to, or `node` itself. @throws ServiceError `schema_unsupported`. */
  target(node: JsonSchema, path: string): { node: JsonSchema; path: string } {
    let found = { node, path };
    for (let steps = 0; ; steps += 1) {
      const keywords =
        typeof found.node === 'boolean' ? [] : Object.keys(found.node).filter((key) => !isAnnotation(key));
      if (keywords.length !== 1 || keywords[0] !== '$ref') return found;
      if (steps > GRAMMAR_LIMITS.depth)
        throw unsupported(path, '$ref', 'the schema refers to itself and to nothing else');
      const { $ref } = found.node as SchemaObject;
      found = {
        node: this.#resolve($ref, found.path),
        path: this.#rootPath + String($ref).slice(1).replaceAll('/', '.'),
      };
    }
  }

  /** @throws ServiceError `schema_unsupported`. */
  of(node: JsonSchema, path: string): readonly Constraints[] {
    if (typeof node === 'boolean') return node ? [{}] : [];
    const known = this.#known.get(node);
    if (known) return known;
    this.#visited += 1;
    if (this.#visited > GRAMMAR_LIMITS.subschemas) throw unsupported(this.#rootPath, '', 'the schema is too large');
    if (this.#open.has(node)) throw unsupported(path, '$ref', 'the schema refers to itself and to nothing else');
    if (this.#open.size > GRAMMAR_LIMITS.depth) throw unsupported(path, '', 'nested too deep');
    this.#open.add(node);
    try {
      const found = this.#expanded(node, path);
      this.#known.set(node, found);
      return found;
    } finally {
      this.#open.delete(node);
    }
  }

  #expanded(node: SchemaObject, path: string): readonly Constraints[] {
    let found: readonly Constraints[] = [readConstraints(node, path)];
    for (const { options, keyword } of this.#combined(node, path)) {
      if (found.length * options.length > GRAMMAR_LIMITS.alternatives) {
        throw unsupported(path, keyword, `more than ${GRAMMAR_LIMITS.alternatives} alternatives`);
      }
      found = found.flatMap((a) => options.map((b) => conjoin(a, b, this.#conjunctions)));
    }
    return found;
  }

  *#combined(node: SchemaObject, path: string): Generator<{ options: readonly Constraints[]; keyword: string }> {
    if (node.$ref !== undefined) {
      yield { options: this.of(this.#resolve(node.$ref, path), `${path}.$ref`), keyword: '$ref' };
    }
    for (const [i, each] of list(node, 'allOf', path).entries()) {
      yield { options: this.of(each, `${path}.allOf.${i}`), keyword: 'allOf' };
    }
    for (const keyword of ['anyOf', 'oneOf'] as const) {
      if (node[keyword] === undefined) continue;
      const options = list(node, keyword, path).map((each, i) => this.of(each, `${path}.${keyword}.${i}`));
      if (keyword === 'oneOf') this.#requireDisjoint(options, path);
      yield { options: options.flat(), keyword };
    }
  }

  /** A value that two options allow is against `oneOf`, and no grammar can say so. */
  #requireDisjoint(options: readonly (readonly Constraints[])[], path: string): void {
    for (const [i, a] of options.entries()) {
      for (const [j, b] of options.entries()) {
        if (i < j && !a.every((x) => b.every((y) => areDisjoint(x, y, (property) => this.#inside(property, path))))) {
          throw unsupported(path, 'oneOf', `a value may satisfy both option ${i} and option ${j}; use anyOf`);
        }
      }
    }
  }

  /** The alternatives of a property; undefined where they lead back here, or where there is an error to report later. */
  #inside(property: JsonSchema, path: string): readonly Constraints[] | undefined {
    try {
      return this.of(property, path);
    } catch {
      return undefined;
    }
  }

  #resolve(pointer: unknown, path: string): JsonSchema {
    const fail = (why: string): never => {
      throw unsupported(path, '$ref', why);
    };
    if (typeof pointer !== 'string' || !/^#(\/|$)/.test(pointer)) return fail('only references into this schema, #/…');
    let target: unknown = this.#root;
    for (const part of pointer.split('/').slice(1)) {
      const key = decode(part).replaceAll('~1', '/').replaceAll('~0', '~');
      const holder: unknown = target;
      if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, key)) return fail('nothing is there');
      target = (holder as Record<string, unknown>)[key];
    }
    return asSchema(target, fail);
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function list(node: SchemaObject, keyword: string, path: string): readonly JsonSchema[] {
  const value = node[keyword];
  if (value === undefined) return [];
  const isList = Array.isArray(value) && value.length > 0;
  if (!isList || !value.every((each) => typeof each === 'boolean' || isObject(each))) {
    throw unsupported(path, keyword, 'expected a list of schemas');
  }
  return value;
}
