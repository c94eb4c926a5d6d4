import type { DocsIndex } from '../docs-index.ts';
import type { AgentTool } from '../tools/tool.ts';
import { Toolbox } from '../tools/toolbox.ts';
import type { QuestionScope, QuestionTools, ToolOffer, ToolProvider } from './ports.ts';

export interface ToolboxProviderFields {
  readonly tools: readonly AgentTool[];
  readonly index: DocsIndex;
  /** Tools that may change something, where a question speaks of them. None when absent. */
  readonly writes?: readonly string[] | undefined;
  /** Costs of all calls of a question together. */
  readonly budget?: number | undefined;
}

/** A toolbox for each question. */
export class ToolboxProvider implements ToolProvider {
  readonly #fields: ToolboxProviderFields;

  constructor(fields: ToolboxProviderFields) {
    this.#fields = fields;
  }

  get offers(): readonly ToolOffer[] {
    return this.#fields.tools;
  }

  toolsFor({ allowed, scope }: QuestionScope): QuestionTools {
    return new Toolbox({ ...this.#fields, allowed, scope });
  }
}
