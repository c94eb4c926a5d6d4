import { join } from 'node:path';
import { modelOf } from '@pareto/chat-models/hosted';
import { ServiceError } from '@pareto/contracts';
import { createService, type Service } from '@pareto/service-kit';
import packageJson from '../package.json' with { type: 'json' };
import { PartProof } from './agent/answer-proof.ts';
import { Memory } from './agent/store/memory.ts';
import { Background } from './background.ts';
import { budgetsOf, type Config } from './config.ts';
import { openDocumentation } from './documentation.ts';
import { AgentMetrics } from './metrics.ts';
import { askRoutes } from './routes/ask.ts';
import { chatCompletionRoutes } from './routes/chat-completions.ts';
import { factRoutes } from './routes/facts.ts';
import { gapRoutes } from './routes/gaps.ts';
import { registerOwners } from './routes/owner.ts';
import { pageRoutes } from './routes/pages.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { sourceRoutes } from './routes/sources.ts';
import { toolRoutes } from './routes/tools.ts';
import { addedTools } from './tools/added-tools.ts';
import { ToolCatalogue } from './tools/tool-catalogue.ts';
import { Ask } from './use-cases/ask.ts';
import { Sessions } from './use-cases/sessions.ts';

/** Builds the service from its configuration: adapters, then use cases, then routes. */
export async function compose(config: Config): Promise<Service> {
  const documentation = await openDocumentation(config);
  const { index, sources, compiler } = documentation;
  const memory = new Memory(join(config.DATA_DIR, 'conversations.sqlite'));
  const added = await addedTools({
    openApis: config.TOOLS_OPENAPI,
    functions: config.TOOLS_FUNCTIONS,
    mcpServers: config.TOOLS_MCP,
  });
  const tools = new ToolCatalogue({
    index,
    tools: [...documentation.tools, ...added.tools],
    writes: config.TOOLS_WRITES,
  });
  const names = new Set(tools.offers.map(({ name }) => name));
  const model = modelOf(config);
  const proof = new PartProof({ index, compiler });
  let metrics: AgentMetrics | undefined;
  const ask = new Ask({
    model,
    index,
    tools,
    proof,
    memory,
    budgets: budgetsOf(config),
    lingerMs: config.LINGER_MS,
    onAnswer: (answer) => metrics?.answered(answer, names),
  });
  const sessions = new Sessions(memory);
  const background = new Background({ sources, memory }, config.SESSION_LIFE_MS);

  const app = await createService({
    about: {
      name: 'docs-agent',
      title: 'Docs agent',
      version: packageJson.version,
      description:
        'Answers questions about the libraries a project uses, from the documentation of the installed versions. Every name in an answer exists there.',
    },
    config,
    readiness: { documentation: async () => requireDocumentation(sources.progress) },
    routes: (scope) => {
      metrics = new AgentMetrics(scope.metricsRegistry, () => sources.list());
      registerOwners(scope);
      askRoutes(scope, ask, config);
      chatCompletionRoutes(scope, ask, config);
      sessionRoutes(scope, { ask, sessions });
      factRoutes(scope, sessions);
      gapRoutes(scope, sessions);
      sourceRoutes(scope, sources);
      pageRoutes(scope, index);
      toolRoutes(scope, tools);
    },
  });
  app.addHook('onReady', async () => {
    for (const { from, problem } of added.problems) app.log.warn({ from, problem }, 'a tool is missing');
    background.begin(app.log);
  });
  // Answers that are not done by then break off; who follows them goes on with the next process.
  app.addHook('preClose', async () => {
    setTimeout(() => void ask.close(), config.SHUTDOWN_GRACE_MS).unref();
  });
  app.addHook('onClose', async () => {
    await ask.close();
    await added.close();
    await model.close();
    await documentation.close();
    await background.close();
    memory.close();
  });
  return app;
}

/** @throws ServiceError while the project is indexed for the first time: answers would miss what is not read yet. */
function requireDocumentation(progress: { done: number; all: number } | undefined): void {
  if (progress === undefined) return;
  throw new ServiceError(
    'store_unavailable',
    `the project is being indexed, ${progress.done} of ${progress.all} packages`,
  );
}
