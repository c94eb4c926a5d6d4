import type { JsonSchema } from '@pareto/contracts';
import { Alternatives } from './alternatives.ts';
import { arrayText } from './arrays.ts';
import { noneOf } from './automaton-operations.ts';
import { stringRest } from './automaton-text.ts';
import { isAllowed } from './constants.ts';
import { type Constraints, type JsonType, writtenTypes } from './constraints.ts';
import { choice, EMPTY, type Expression, literal, NEVER, reference } from './expression.ts';
import type { JsonText } from './json-text.ts';
import { GRAMMAR_LIMITS, unsupported } from './limits.ts';
import { integerText, numberText } from './numbers.ts';
import { objectText } from './objects.ts';
import type { RuleSet } from './rule-set.ts';
import { stringText } from './strings.ts';

/** Turns one schema, with the subschemas that it refers to, into rules. */
export class SchemaCompiler {
  readonly #rules: RuleSet;
  readonly #json: JsonText;
  readonly #alternatives: Alternatives;
  #depth = 0;
  readonly #names = new Map<JsonSchema, { readonly name: string; isUsed: boolean; done?: Expression }>();

  constructor(rules: RuleSet, json: JsonText, root: JsonSchema, rootPath: string) {
    this.#rules = rules;
    this.#json = json;
    this.#alternatives = new Alternatives(root, rootPath);
  }

  /** Rules whose alternatives come from the schema, and may begin alike. */
  readonly choices = new Set<string>();

  /** What a valid value looks like. @throws ServiceError `schema_unsupported`. */
  compile(asked: JsonSchema, askedPath: string): Expression {
    const { node, path } = this.#alternatives.target(asked, askedPath);
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
    this.#depth += 1;
    if (this.#depth > GRAMMAR_LIMITS.depth) throw unsupported(path, '', `nested deeper than ${GRAMMAR_LIMITS.depth}`);
    const options = this.#alternatives.of(node, path).map((constraints) => this.#valueText(constraints, path));
    this.#depth -= 1;
    const expression = choice(...options);
    if (entry.isUsed) {
      this.#rules.set(entry.name, expression);
      entry.done = reference(entry.name);
    } else entry.done = isSmall(expression) ? expression : this.#rules.defineAs(entry.name, expression);
    if (expression.kind === 'choice' && entry.done.kind === 'rule') this.choices.add(entry.done.name);
    return entry.done;
  }

  #valueText(constraints: Constraints, path: string): Expression {
    if (constraints.values) {
      return choice(
        ...constraints.values
          .filter((value) => isAllowed(value, constraints, path))
          .map((value) => literal(JSON.stringify(value))),
      );
    }
    const types = writtenTypes(constraints);
    const written = [...types].filter((type) => type !== 'integer' || !types.has('number'));
    return choice(...written.map((type) => this.#typeText(type, constraints, path)));
  }

  #typeText(type: JsonType, constraints: Constraints, path: string): Expression {
    switch (type) {
      case 'object':
        return this.#objectText(constraints, path);
      case 'array':
        return this.#arrayText(constraints, path);
      case 'string':
        return stringText(this.#rules, this.#json, constraints, path);
      case 'number':
        return numberText(this.#rules, this.#json, constraints, path);
      case 'integer':
        return integerText(this.#rules, this.#json, constraints, path);
      default:
        return this.#json[type];
    }
  }

  #objectText({ properties, required, additional }: Constraints, path: string): Expression {
    if (!properties?.size && !required?.size && (additional ?? true) === true) return this.#json.object;
    const names = new Set([...(properties?.keys() ?? []), ...(required ?? [])]);
    if (names.size > GRAMMAR_LIMITS.properties)
      throw unsupported(path, 'properties', `more than ${GRAMMAR_LIMITS.properties}`);
    const named = [...names].map((name) => ({
      name,
      value: this.compile(properties?.get(name) ?? additional ?? true, `${path}.properties.${name}`),
      isRequired: required?.has(name) ?? false,
    }));
    // What a schema does not name it may allow; a model that was told the names is kept to them.
    if (additional === undefined || additional === false) return objectText(this.#rules, named);
    const value = this.compile(additional, `${path}.additionalProperties`);
    const key = stringRest(this.#rules, this.#json, noneOf([...names]), 'key');
    return objectText(this.#rules, named, { key, value });
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
}

function isSmall(expression: Expression): boolean {
  return expression.kind === 'rule' || expression === NEVER || expression === EMPTY || expression.kind === 'literal';
}

function hint(path: string): string {
  return path.split('.').at(-1) ?? '';
}
