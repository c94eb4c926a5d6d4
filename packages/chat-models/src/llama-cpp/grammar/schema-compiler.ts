import type { JsonSchema } from '@pareto/contracts';
import { Alternatives } from './alternatives.ts';
import { arrayText } from './arrays.ts';
import { type Constraints, type JsonType, typeOf, writtenTypes } from './constraints.ts';
import { choice, EMPTY, type Expression, literal, NEVER, reference, sequence } from './expression.ts';
import type { JsonText } from './json-text.ts';
import { unsupported } from './limits.ts';
import { objectText } from './objects.ts';
import { repeated } from './repetition.ts';
import type { RuleSet } from './rule-set.ts';

/** Turns one schema, with the subschemas that it refers to, into rules. */
export class SchemaCompiler {
  readonly #rules: RuleSet;
  readonly #json: JsonText;
  readonly #alternatives: Alternatives;
  readonly #names = new Map<JsonSchema, { readonly name: string; isUsed: boolean; done?: Expression }>();

  constructor(rules: RuleSet, json: JsonText, root: JsonSchema, rootPath: string) {
    this.#rules = rules;
    this.#json = json;
    this.#alternatives = new Alternatives(root, rootPath);
  }

  /** What a valid value looks like. @throws ServiceError `schema_unsupported`. */
  compile(node: JsonSchema, path: string): Expression {
    if (typeof node === 'boolean') return node ? this.#json.value : NEVER;
    const known = this.#names.get(node);
    if (known) {
      known.isUsed ||= known.done === undefined;
      return known.done ?? reference(known.name);
    }
    const entry: { name: string; isUsed: boolean; done?: Expression } = {
      name: this.#rules.reserve(hint(path)),
      isUsed: false,
    };
    this.#names.set(node, entry);
    const options = this.#alternatives.of(node, path).map((constraints) => this.#valueText(constraints, path));
    const expression = choice(...options);
    if (entry.isUsed) {
      this.#rules.set(entry.name, expression);
      entry.done = reference(entry.name);
    } else entry.done = isSmall(expression) ? expression : this.#rules.define(entry.name, expression);
    return entry.done;
  }

  #valueText(constraints: Constraints, path: string): Expression {
    const types = writtenTypes(constraints);
    if (constraints.values)
      return choice(...constraints.values.map((value) => this.#constant(value, constraints, path)));
    const written = [...types].filter((type) => type !== 'integer' || !types.has('number'));
    return choice(...written.map((type) => this.#typeText(type, constraints, path)));
  }

  #constant(value: unknown, { types }: Constraints, _path: string): Expression {
    const type = typeOf(value);
    const fits = !types || types.has(type) || (type === 'integer' && types.has('number'));
    return fits ? literal(JSON.stringify(value)) : NEVER;
  }

  #typeText(type: JsonType, constraints: Constraints, path: string): Expression {
    switch (type) {
      case 'object':
        return this.#objectText(constraints, path);
      case 'array':
        return this.#arrayText(constraints, path);
      case 'string':
        return this.#stringText(constraints, path);
      case 'number':
      case 'integer':
        return this.#numberText(type, constraints, path);
      default:
        return this.#json[type];
    }
  }

  #objectText({ properties, required, additional }: Constraints, path: string): Expression {
    if (!properties?.size && !required?.size && (additional ?? true) === true) return this.#json.object;
    const names = new Set([...(properties?.keys() ?? []), ...(required ?? [])]);
    const named = [...names].map((name) => ({
      name,
      value: this.compile(properties?.get(name) ?? additional ?? true, `${path}.properties.${name}`),
      isRequired: required?.has(name) ?? false,
    }));
    // What a schema does not name it may allow; a model that was told the names is kept to them.
    if (additional === undefined || additional === false) return objectText(this.#rules, named);
    if (names.size > 0) throw unsupported(path, 'additionalProperties', 'not beside `properties`');
    const value = this.compile(additional, `${path}.additionalProperties`);
    return objectText(this.#rules, named, { key: this.#json.stringRest, value });
  }

  #arrayText({ prefixItems = [], items, minItems = 0, maxItems }: Constraints, path: string): Expression {
    if (prefixItems.length === 0 && (items ?? true) === true && minItems === 0 && maxItems === undefined) {
      return this.#json.array;
    }
    // After a tuple more items may come only where the schema says which.
    const after = items ?? prefixItems.length === 0;
    return arrayText(this.#rules, {
      prefix: prefixItems.map((item, i) => this.compile(item, `${path}.prefixItems.${i}`)),
      items: this.compile(after, `${path}.items`),
      min: minItems,
      max: maxItems,
    });
  }

  #stringText({ minLength = 0, maxLength, patterns, formats }: Constraints, path: string): Expression {
    if (patterns) throw unsupported(path, 'pattern', 'cannot be enforced while decoding');
    if (formats) throw unsupported(path, 'format', 'cannot be enforced while decoding');
    if (minLength === 0 && maxLength === undefined) return this.#json.string;
    const characters = repeated(this.#rules, this.#json.character, minLength, maxLength);
    return sequence(literal('"'), characters, literal('"'));
  }

  #numberText(type: 'number' | 'integer', constraints: Constraints, path: string): Expression {
    for (const keyword of ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'] as const) {
      if (constraints[keyword] !== undefined) throw unsupported(path, keyword, 'cannot be enforced while decoding');
    }
    if (constraints.multiples) throw unsupported(path, 'multipleOf', 'cannot be enforced while decoding');
    return this.#json[type];
  }
}

function isSmall(expression: Expression): boolean {
  return expression.kind === 'rule' || expression === NEVER || expression === EMPTY || expression.kind === 'literal';
}

function hint(path: string): string {
  return path.split('.').at(-1) ?? '';
}
