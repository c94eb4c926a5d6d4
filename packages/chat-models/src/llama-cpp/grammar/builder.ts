import type { JsonSchema } from '@pareto/contracts';
import { GrammarCost } from './cost.ts';
import { isNever, NEVER, print } from './expression.ts';
import { Factoring } from './factoring.ts';
import { JsonText } from './json-text.ts';
import { unsupported } from './limits.ts';
import { prune } from './pruning.ts';
import { RuleSet, reachable } from './rule-set.ts';
import { SchemaCompiler } from './schema-compiler.ts';

/** A grammar in llama.cpp's form, GBNF, put together from schemas and rules of the caller's own. */
export class GrammarBuilder {
  readonly #rules = new RuleSet();
  readonly #json: JsonText;
  readonly #cost = new GrammarCost(this.#rules);
  readonly #texts = new Map<string, string>();
  readonly #schemas = new Set<string>();

  constructor() {
    this.#rules.reserve('root');
    this.#json = new JsonText(this.#rules);
  }

  /** Adds a rule as text. @returns its name: `name`, or one like it where that is taken. */
  addRule(name: string, body: string): string {
    const unique = this.#rules.reserve(name);
    this.#texts.set(unique, body);
    return unique;
  }

  /**
   * Adds the rule of the JSON texts that satisfy a schema.
   * @param path where the schema stands in the caller's request, for the error.
   * @returns the name of the rule.
   * @throws ServiceError `schema_unsupported`, whose `param` is the path of the keyword at fault.
   */
  addSchema(schema: JsonSchema, path: string): string {
    const compiler = new SchemaCompiler(this.#rules, this.#json, schema, path);
    const compiled = compiler.compile(schema, path);
    const rule = isNever(compiled) ? NEVER : this.#rules.define('schema', compiled);
    const name = rule.kind === 'rule' ? rule.name : '';
    const finite = prune(this.#rules, reachable(this.#rules, [name]));
    if (!finite.has(name)) throw unsupported(path, '', 'no value satisfies the schema');
    const factoring = new Factoring(this.#rules);
    for (const choice of compiler.choices) {
      if (finite.has(choice)) this.#rules.set(choice, factoring.of(this.#rules.get(choice)!));
    }
    const excess = this.#cost.add(reachable(this.#rules, [name]));
    if (excess !== undefined) throw unsupported(path, '', excess);
    this.#schemas.add(name);
    return name;
  }

  /**
   * The text of the grammar.
   * @param root the rule that a whole answer must match.
   */
  toString(root: string): string {
    const lines = [`root ::= ${root}`, ...[...this.#texts].map(([name, body]) => `${name} ::= ${body}`)];
    for (const name of reachable(this.#rules, this.#schemas))
      lines.push(`${name} ::= ${print(this.#rules.get(name)!)}`);
    return `${lines.join('\n')}\n`;
  }
}

/** The grammar of the JSON texts that satisfy a schema. @throws ServiceError `schema_unsupported`. */
export function compileSchema(schema: JsonSchema, path = 'schema'): string {
  const grammar = new GrammarBuilder();
  return grammar.toString(grammar.addSchema(schema, path));
}
