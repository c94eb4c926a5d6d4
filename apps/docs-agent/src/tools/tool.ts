import type { JsonSchema } from '@pareto/contracts';
import { z } from 'zod';
import type { DocPlace, DocsIndex } from '../docs-index.ts';
import { shownSchema } from './shown-schema.ts';

/** No tool may take longer, whatever it asks for; milliseconds. */
export const MAX_DEADLINE_MS = 5_000;

/** A stretch of a page that a model gets to read, and may therefore cite. */
export interface Excerpt {
  readonly place: DocPlace;
  /** From the page's title down. */
  readonly headings: readonly string[];
  readonly text: string;
  /** Cosine with what was searched for, where it was found by that. */
  readonly similarity?: number | undefined;
}

export interface ToolResult {
  readonly text?: string | undefined;
  /** Numbered by the toolbox, so that numbers are the same through a whole question. */
  readonly excerpts?: readonly Excerpt[] | undefined;
}

export interface ToolContext {
  /** Only the sources that the question may touch. */
  readonly index: DocsIndex;
  /** Aborts at the deadline of the call, or when the caller leaves. */
  readonly signal: AbortSignal;
}

export interface AgentTool {
  /** Letters, digits and `_`, 64 at most: what every model server takes. */
  readonly name: string;
  /** For a model of 1.5B parameters: one sentence. */
  readonly description: string;
  /** The schema of the arguments as it is shown to a model. */
  readonly parameters: JsonSchema;
  /** What arguments must hold; says in plain words what is wrong. */
  readonly schema: z.ZodType;
  /** Arguments that are right, for the message about wrong ones. */
  readonly example: Readonly<Record<string, unknown>>;
  /** Of a question's budget: 1 for a look into the index, more for processes and other services. */
  readonly cost: number;
  readonly deadlineMs: number;
  /** `write` for what changes something anywhere; such a tool runs only where the operator and the question allow it. */
  readonly effect: 'read' | 'write';
  /** @param args what `schema` made of the arguments. */
  run(args: unknown, context: ToolContext): Promise<ToolResult>;
}

export interface ToolFields<S extends z.ZodType> extends Omit<AgentTool, 'parameters' | 'schema' | 'run'> {
  readonly schema: S;
  run(args: z.output<S>, context: ToolContext): Promise<ToolResult>;
}

/** A tool whose arguments are typed by its schema. */
export function defineTool<S extends z.ZodType>({ schema, run, ...fields }: ToolFields<S>): AgentTool {
  return {
    ...fields,
    deadlineMs: Math.min(fields.deadlineMs, MAX_DEADLINE_MS),
    schema,
    parameters: shownSchema(z.toJSONSchema(schema, { io: 'input' })),
    // The toolbox passes nothing on that the schema did not make.
    run: (args, context) => run(args as z.output<S>, context),
  };
}
