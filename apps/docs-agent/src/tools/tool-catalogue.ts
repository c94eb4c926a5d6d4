import { ServiceError } from '@pareto/contracts';
import type { DocsIndex } from '../docs-index.ts';
import type { AgentTool } from './tool.ts';
import { Toolbox, type ToolboxOptions } from './toolbox.ts';

export interface ToolCatalogueOptions {
  readonly index: DocsIndex;
  readonly tools: readonly AgentTool[];
  /** Names of tools that may change something, for every question that needs them: the operator's decision. */
  readonly writes?: readonly string[] | undefined;
  /** Costs of all calls of one question. */
  readonly budget?: number | undefined;
  readonly outputLimit?: number | undefined;
}

/** Every tool there is, the agent's provider of them; each question gets a toolbox with those that it needs. */
export class ToolCatalogue {
  readonly offers: readonly AgentTool[];
  readonly #options: ToolCatalogueOptions;

  /** @throws ServiceError `config_invalid` when two tools have one name, or a tool that may write is not there. */
  constructor(options: ToolCatalogueOptions) {
    const { tools, writes = [] } = options;
    const names = tools.map(({ name }) => name);
    const twice = names.find((name, i) => names.indexOf(name) !== i);
    if (twice !== undefined) throw new ServiceError('config_invalid', `Two tools are called "${twice}"`);
    const missing = writes.find((name) => !names.includes(name));
    if (missing !== undefined) throw new ServiceError('config_invalid', `There is no tool "${missing}" to be allowed`);
    this.#options = options;
    // What may not be called by anybody is not offered either.
    this.offers = tools.filter(({ name, effect }) => effect === 'read' || writes.includes(name));
  }

  toolsFor({
    allowed,
    scope,
    budget = this.#options.budget,
  }: Pick<ToolboxOptions, 'allowed' | 'scope' | 'budget'>): Toolbox {
    const { index, writes, outputLimit } = this.#options;
    return new Toolbox({ tools: this.offers, index, allowed, scope, writes, budget, outputLimit });
  }
}
