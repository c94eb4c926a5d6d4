import { readdir, realpath } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { ServiceError } from '@pareto/contracts';
import { z } from 'zod';
import { shownSchema } from '../shown-schema.ts';
import { type AgentTool, MAX_DEADLINE_MS } from '../tool.ts';
import { inThread } from './function-thread.ts';

/** The default export of a module, without its `run(args)`. */
const description = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'must be a short name of lower-case letters, digits and "_"'),
  description: z.string().trim().min(1).max(300),
  /** JSON Schema of the arguments. */
  parameters: z.looseObject({ type: z.literal('object') }),
  example: z.record(z.string(), z.unknown()),
  /** `write` for what changes something. */
  effect: z.enum(['read', 'write']),
  cost: z.int().min(1).max(10).default(2),
  deadlineMs: z.int().min(1).max(MAX_DEADLINE_MS).default(MAX_DEADLINE_MS),
  isFunction: z.literal(true, 'must have a function "run"'),
});

const MODULES = new Set(['.js', '.mjs', '.ts', '.mts']);
const MAX_MODULES = 50;

/**
 * The functions of a folder as tools: each module beside no other file of its kind exports one. They are the operator's
 * own code; links that lead out of the folder are not.
 * @throws ServiceError `config_invalid` with the module at fault.
 */
export async function functionTools(folder: string, signal: AbortSignal): Promise<AgentTool[]> {
  const root = await realpath(folder).catch((cause: unknown) => {
    throw invalid(folder, 'the folder is not there', cause);
  });
  const names = (await readdir(root)).filter((name) => MODULES.has(extname(name)) && !name.endsWith('.d.ts')).sort();
  if (names.length > MAX_MODULES) throw invalid(folder, `it holds more than ${MAX_MODULES} modules`);
  const tools: AgentTool[] = [];
  for (const name of names) {
    const path = await realpath(join(root, name));
    if (dirname(path) !== root) throw invalid(name, 'it is a link out of the folder');
    const tool = await toolOf(name, path, signal);
    if (tools.some((other) => other.name === tool.name)) throw invalid(name, `"${tool.name}" is there already`);
    tools.push(tool);
  }
  return tools;
}

async function toolOf(file: string, path: string, signal: AbortSignal): Promise<AgentTool> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(MAX_DEADLINE_MS)]);
  const described = await inThread({ task: 'describe', path }, limit).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw invalid(file, 'it cannot be loaded', cause);
  });
  const parsed = description.safeParse(described);
  if (!parsed.success) throw invalid(file, z.prettifyError(parsed.error));
  const { isFunction: _, parameters, ...fields } = parsed.data;
  const schema = zodOf(file, parameters);
  if (!schema.safeParse(fields.example).success) throw invalid(file, 'its example does not fit its own parameters');
  return {
    ...fields,
    parameters: shownSchema(parameters),
    schema,
    run: async (args, context) => ({ text: String(await inThread({ task: 'run', path, args }, context.signal)) }),
  };
}

function zodOf(file: string, parameters: object): z.ZodType {
  try {
    return z.fromJSONSchema(parameters as Parameters<typeof z.fromJSONSchema>[0]);
  } catch (cause) {
    throw invalid(file, 'its parameters are no JSON Schema that can be checked', cause);
  }
}

function invalid(where: string, why: string, cause?: unknown): ServiceError {
  return new ServiceError('config_invalid', `Functions: ${where}: ${why}`, { param: 'TOOLS_FUNCTIONS', cause });
}
