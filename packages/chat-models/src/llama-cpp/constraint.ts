import type { GenerationRequest, JsonSchema, ToolDefinition } from '@pareto/contracts';
import { ServiceError } from '@pareto/contracts';
import { type Llama, type LlamaGrammar, LlamaGrammarEvaluationState, type LlamaModel } from 'node-llama-cpp';
import { GrammarBuilder } from './grammar/builder.ts';
import { addCallRule } from './tool-calls.ts';

const KEPT = 64;

/** Compiled grammars by their text: clients send the same schema again and again. */
export class Grammars {
  readonly #llama: Llama;
  readonly #model: LlamaModel;
  readonly #compiled = new Map<string, LlamaGrammar>();

  constructor(llama: Llama, model: LlamaModel) {
    this.#llama = llama;
    this.#model = model;
  }

  /** What a fresh answer may consist of. @throws ServiceError `schema_unsupported`. */
  async begin(text: string): Promise<LlamaGrammarEvaluationState> {
    let grammar = this.#compiled.get(text);
    if (grammar) this.#compiled.delete(text);
    else grammar = await this.#compile(text);
    this.#compiled.set(text, grammar);
    if (this.#compiled.size > KEPT) this.#compiled.delete(this.#compiled.keys().next().value!);
    return new LlamaGrammarEvaluationState({ model: this.#model, grammar });
  }

  async #compile(text: string): Promise<LlamaGrammar> {
    try {
      return await this.#llama.createGrammar({ grammar: text });
    } catch (error) {
      throw new ServiceError('schema_unsupported', 'the schema is too large for the decoder', { cause: error });
    }
  }
}

/** The grammar of what follows `callBeginning`. */
export function callGrammar(tools: readonly ToolDefinition[], parallel: boolean): string {
  const grammar = new GrammarBuilder();
  return grammar.toString(addCallRule(grammar, tools, parallel));
}

/** The grammar of an answer in text; undefined where any text will do. */
export function textGrammar({ responseFormat }: GenerationRequest): string | undefined {
  if (responseFormat.kind === 'text') return undefined;
  const schema: JsonSchema = responseFormat.kind === 'json-object' ? { type: 'object' } : responseFormat.schema;
  const grammar = new GrammarBuilder();
  return grammar.toString(grammar.addSchema(schema, 'response_format.json_schema.schema'));
}
