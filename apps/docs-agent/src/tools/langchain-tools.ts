import { ToolMessage } from '@langchain/core/messages';
import { StructuredTool, ToolInputParsingException } from '@langchain/core/tools';
import type { AgentTool } from './tool.ts';
import type { Toolbox, ToolOutcome } from './toolbox.ts';

type Schema = Record<string, unknown>;
type Arguments = Record<string, unknown>;
type Configuration = { signal?: AbortSignal; toolCall?: { id?: string } };

/** A tool of a question, as LangChain's agents call it. The outcome of the call is the artifact of its message. */
class ToolboxTool extends StructuredTool<Schema, Arguments, Arguments, [string, ToolOutcome]> {
  override readonly name: string;
  override readonly description: string;
  override readonly schema: Schema;
  readonly #toolbox: Toolbox;

  constructor(toolbox: Toolbox, { name, description, parameters }: AgentTool) {
    super({ responseFormat: 'content_and_artifact' });
    this.#toolbox = toolbox;
    this.name = name;
    this.description = description;
    this.schema = parameters as Schema;
  }

  /**
   * What LangChain finds wrong with arguments is the toolbox's to answer, and to count. The declared type stands for all
   * that the base class may return, which depends on its type parameters.
   */
  override async call(arg: unknown, config?: object, tags?: string[]): Promise<never> {
    try {
      return (await super.call(arg as Arguments, config, tags)) as never;
    } catch (error) {
      if (!(error instanceof ToolInputParsingException)) throw error;
      const { signal, toolCall } = (config ?? {}) as Configuration;
      const outcome = await this.#toolbox.call({ name: this.name, arguments: arg }, { signal });
      return messageOf(outcome, this.name, toolCall?.id) as never;
    }
  }

  protected override async _call(
    args: Arguments,
    _run: unknown,
    config?: Configuration,
  ): Promise<[string, ToolOutcome]> {
    const outcome = await this.#toolbox.call({ name: this.name, arguments: args }, { signal: config?.signal });
    return [outcome.text, outcome];
  }
}

function messageOf(outcome: ToolOutcome, name: string, id: string | undefined): ToolMessage | string {
  if (id === undefined) return outcome.text;
  return new ToolMessage({ content: outcome.text, artifact: outcome, tool_call_id: id, name, status: 'error' });
}

/** The tools of a question for LangChain's `createAgent` and `bindTools`; with `names`, only those. */
export function toLangChainTools(toolbox: Toolbox, names?: readonly string[]): StructuredTool[] {
  return toolbox.tools(names).map((tool) => new ToolboxTool(toolbox, tool) as unknown as StructuredTool);
}
