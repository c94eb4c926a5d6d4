import type { BfclFunction, BfclSchema } from './case.ts';
import { toToolName } from './score.ts';

/** A tool of OpenAI's chat completions. */
export interface FunctionTool {
  readonly type: 'function';
  readonly function: {
    readonly name: string;
    readonly description?: string;
    readonly parameters: Readonly<Record<string, unknown>>;
  };
}

/** JSON Schema's names of BFCL's types; any value is allowed where there is none. */
const JSON_TYPES: Readonly<Record<string, string | undefined>> = {
  string: 'string',
  integer: 'integer',
  float: 'number',
  boolean: 'boolean',
  array: 'array',
  tuple: 'array',
  dict: 'object',
  any: undefined,
};

/** No keyword of JSON Schema: `required` says it. */
const FOREIGN_KEYWORD = 'optional';

/**
 * BFCL's functions as tools, descriptions unchanged, dots in names as `_`.
 * `originalNames` leads from a tool's name back to its function's.
 * @throws RangeError when two functions would share a name, or a type is unknown.
 */
export function toFunctionTools(functions: readonly BfclFunction[]): {
  readonly tools: readonly FunctionTool[];
  readonly originalNames: ReadonlyMap<string, string>;
} {
  const originalNames = new Map(functions.map(({ name }) => [toToolName(name), name]));
  if (originalNames.size < functions.length) {
    throw new RangeError(`names are not distinct: ${functions.map(({ name }) => name).join(', ')}`);
  }
  const tools = functions.map(
    ({ name, description, parameters }): FunctionTool => ({
      type: 'function',
      function: {
        name: toToolName(name),
        ...(description === undefined ? {} : { description }),
        parameters: toJsonSchema(parameters),
      },
    }),
  );
  return { tools, originalNames };
}

function toJsonSchema(schema: BfclSchema): Readonly<Record<string, unknown>> {
  const { type, properties, items, ...keywords } = schema;
  const { [FOREIGN_KEYWORD]: _, ...rest } = keywords;
  return {
    ...toJsonType(type),
    ...rest,
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, toJsonSchema(each)])),
    }),
    ...(items && { items: toJsonSchema(items) }),
  };
}

function toJsonType(type: string | undefined): { readonly type?: string } {
  if (type === undefined) return {};
  if (!Object.hasOwn(JSON_TYPES, type)) throw new RangeError(`unknown type "${type}"`);
  const jsonType = JSON_TYPES[type];
  return jsonType === undefined ? {} : { type: jsonType };
}
