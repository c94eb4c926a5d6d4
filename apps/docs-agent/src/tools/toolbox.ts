import { ServiceError, type ToolDefinition } from '@pareto/contracts';
import type { DocsIndex, SourceFilter } from '../docs-index.ts';
import { canonical, readArguments } from './call-arguments.ts';
import { DeadlineExceeded, withDeadline } from './call-deadline.ts';
import { plainOutput, truncated } from './plain-output.ts';
import { type Reading, Readings, shown } from './readings.ts';
import { ScopedIndex } from './scoped-index.ts';
import type { AgentTool, ToolResult } from './tool.ts';

export type ToolStatus =
  | 'ok'
  | 'not-allowed'
  | 'arguments-invalid'
  | 'repeated'
  | 'budget-spent'
  | 'timed-out'
  | 'failed';

/** One call as data. */
export interface ToolCallRecord {
  readonly kind: 'tool';
  readonly tool: string;
  /** As the schema made them; as they were written where it could not. */
  readonly arguments: unknown;
  readonly result_preview: string;
  readonly status: ToolStatus;
  readonly ms: number;
}

export interface ToolOutcome {
  readonly status: ToolStatus;
  /** For the model: the result, or what went wrong and what to do about it. */
  readonly text: string;
  /** What the call gave to read, numbered. */
  readonly readings: readonly Reading[];
}

export interface ToolboxOptions {
  readonly tools: readonly AgentTool[];
  readonly index: DocsIndex;
  /** Names of the tools that the question needs. Nothing that a model or a page says adds to them. */
  readonly allowed: readonly string[];
  /** Of these the ones that may change something. None when absent. */
  readonly writes?: readonly string[] | undefined;
  /** Sources that the question may touch; all when absent. */
  readonly scope?: readonly (SourceFilter & { readonly source: string })[] | undefined;
  /** Costs of all calls together. */
  readonly budget?: number | undefined;
  /** UTF-16 code units of one result. */
  readonly outputLimit?: number | undefined;
}

const DEFAULT_BUDGET = 16;
const DEFAULT_OUTPUT_LIMIT = 8_000;
const LEAST_EXCERPT = 300;
const PREVIEW_LENGTH = 200;
/** After wrong arguments a tool may be tried so many times again. */
const ARGUMENT_RETRIES = 2;

/**
 * The tools of one question. It decides what may be called and with what, and holds calls to their limits; whatever a
 * tool does, `call` answers with words for the model.
 */
export class Toolbox {
  readonly #tools: ReadonlyMap<string, AgentTool>;
  readonly #index: DocsIndex;
  readonly #outputLimit: number;
  readonly #records: ToolCallRecord[] = [];
  readonly #readings = new Readings();
  readonly #mistakes = new Map<string, number>();
  readonly #made = new Set<string>();
  #budget: number;

  constructor({ tools, index, allowed, writes = [], scope, budget, outputLimit }: ToolboxOptions) {
    const isAllowed = ({ name, effect }: AgentTool) =>
      allowed.includes(name) && (effect === 'read' || writes.includes(name));
    this.#tools = new Map(tools.filter(isAllowed).map((tool) => [tool.name, tool]));
    this.#index = scope ? new ScopedIndex(index, scope) : index;
    this.#budget = budget ?? DEFAULT_BUDGET;
    this.#outputLimit = outputLimit ?? DEFAULT_OUTPUT_LIMIT;
  }

  /** The tools of the question, or those of `names`, to be offered to a model: the fewer, the better a small one chooses. */
  tools(names?: readonly string[]): readonly AgentTool[] {
    return [...this.#tools.values()].filter(({ name }) => names === undefined || names.includes(name));
  }

  definitions(names?: readonly string[]): ToolDefinition[] {
    return this.tools(names).map(({ name, description, parameters }) => ({ name, description, parameters }));
  }

  /** Every call so far, also those that were refused. */
  get records(): readonly ToolCallRecord[] {
    return this.#records;
  }

  /** All that was read so far, by the number that it is cited with. */
  get readings(): readonly Reading[] {
    return this.#readings.list;
  }

  get budgetLeft(): number {
    return this.#budget;
  }

  /** Never throws, but for the reason of the caller's own `signal`. */
  async call(
    { name, arguments: raw }: { readonly name: string; readonly arguments: unknown },
    { signal }: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<ToolOutcome> {
    signal?.throwIfAborted();
    const began = performance.now();
    const { args = raw, ...outcome } = await this.#answer(name, raw, signal);
    const record: ToolCallRecord = {
      kind: 'tool',
      tool: name.slice(0, 64),
      arguments: args,
      result_preview: outcome.text.slice(0, PREVIEW_LENGTH).toWellFormed(),
      status: outcome.status,
      ms: Math.round(performance.now() - began),
    };
    this.#records.push(record);
    return outcome;
  }

  async #answer(name: string, raw: unknown, signal?: AbortSignal): Promise<ToolOutcome & { args?: unknown }> {
    const tool = this.#tools.get(name);
    if (!tool) return refusal('not-allowed', `There is no tool "${name.slice(0, 64)}". ${this.#offer()}`);
    const mistakes = this.#mistakes.get(name) ?? 0;
    if (mistakes > ARGUMENT_RETRIES) {
      return refusal('not-allowed', `${name} was called wrongly too often. Answer with what you have.`);
    }
    if (this.#budget < tool.cost) {
      return refusal('budget-spent', 'The budget for tools is spent. Answer with what you have.');
    }
    const read = readArguments(tool, raw);
    if (!read.ok) {
      this.#mistakes.set(name, mistakes + 1);
      this.#budget -= 1;
      return refusal('arguments-invalid', read.message);
    }
    const args = read.value;
    const key = `${name} ${canonical(args)}`;
    if (this.#made.has(key)) {
      const text = `You made this call before; its result stands above. Try something else, or answer.`;
      return { ...refusal('repeated', text), args };
    }
    this.#made.add(key);
    this.#budget -= tool.cost;
    return { ...(await this.#run(tool, args, signal)), args };
  }

  async #run(tool: AgentTool, args: unknown, signal?: AbortSignal): Promise<ToolOutcome> {
    const index = this.#index;
    try {
      const result = await withDeadline(tool.deadlineMs, signal, async (deadline) =>
        tool.run(args, { index, signal: deadline }),
      );
      return this.#outcome(result);
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof DeadlineExceeded) {
        return refusal('timed-out', `${tool.name} took longer than ${tool.deadlineMs} ms and was stopped.`);
      }
      // Only our own words reach the model: another error may hold paths, addresses or a page's text.
      const detail = error instanceof ServiceError ? error.message : 'something went wrong inside of it.';
      return refusal('failed', truncated(plainOutput(`${tool.name}: ${detail}`), this.#outputLimit));
    }
  }

  #outcome({ text, excerpts = [] }: ToolResult): ToolOutcome {
    const share = Math.max(LEAST_EXCERPT, Math.floor(this.#outputLimit / Math.max(1, excerpts.length)) - 120);
    const readings = excerpts.map((excerpt) =>
      this.#readings.add({ ...excerpt, text: truncated(plainOutput(excerpt.text).trim(), share) }),
    );
    const parts = [...readings.map(shown), ...(text ? [text] : [])].map(plainOutput);
    return { status: 'ok', text: truncated(parts.join('\n\n') || 'Nothing.', this.#outputLimit), readings };
  }

  #offer(): string {
    const names = [...this.#tools.keys()];
    return names.length > 0 ? `There are: ${names.join(', ')}.` : 'Answer without tools.';
  }
}

function refusal(status: ToolStatus, text: string): ToolOutcome {
  return { status, text, readings: [] };
}
