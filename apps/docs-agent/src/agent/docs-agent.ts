import { AIMessage, type BaseMessage, HumanMessage } from '@langchain/core/messages';
import type { BaseCheckpointSaver } from '@langchain/langgraph-checkpoint';
import type { ChatModel } from '@pareto/contracts';
import { languageOf } from '@pareto/grounding';
import { PortChatModel } from '@pareto/langchain';
import { createAgent, MiddlewareError } from 'langchain';
import { hasAddedTools } from './allowed-tools.ts';
import { isSmall } from './answerable/answerable.ts';
import { type Budgets, DEFAULT_BUDGETS } from './budgets.ts';
import type { AgentStep, FinishReason } from './events.ts';
import { type CountTokens, roughTokens } from './excerpts.ts';
import { budgetsMiddleware } from './middleware/budgets.ts';
import { compactionMiddleware } from './middleware/compaction.ts';
import { evidenceMiddleware } from './middleware/evidence.ts';
import { evidencePromptMiddleware } from './middleware/evidence-prompt.ts';
import { nextStepMiddleware } from './middleware/next-step.ts';
import { toolCallsMiddleware } from './middleware/tool-calls.ts';
import { toolSelectionMiddleware } from './middleware/tool-selection.ts';
import type { Plan } from './plan.ts';
import type { QuestionTools, Reading } from './ports.ts';
import { type DraftEvent, type Evidence, type RunContext, WrittenText } from './run-context.ts';
import { callResultsOf, NOTHING_SPENT, questionAt, readingsOf, type Spent } from './run-state.ts';
import { type Record as RecordExchange, recordingModel, recordingTools, type Turn } from './trace.ts';

export interface DocsAgentOptions {
  readonly model: ChatModel;
  /** Where runs are kept; without one a run cannot be continued, and knows only the history that it is given. */
  readonly checkpoints?: BaseCheckpointSaver | undefined;
  readonly budgets?: Partial<Budgets> | undefined;
  readonly countTokens?: CountTokens | undefined;
}

export interface DraftRequest {
  readonly runId: string;
  /** The session. */
  readonly threadId: string;
  /** As it was understood: a follow-up with what it refers to. */
  readonly question: string;
  readonly isFollowUp: boolean;
  /** Identifiers of the question that stand nowhere in the sources. */
  readonly unknown: readonly string[];
  /** Of its content words the share that stands in none of its sources. */
  readonly unfamiliar: number;
  readonly plan: Plan;
  readonly tools: QuestionTools;
  readonly allowed: readonly string[];
  readonly facts: readonly string[];
  /** Earlier turns, oldest first. */
  readonly history: readonly Turn[];
  readonly emit: (event: DraftEvent) => void;
  readonly onStep: (step: AgentStep) => void;
  readonly onEvidence: (evidence: Evidence) => void;
  /** The text of the answer, as it comes. */
  readonly onText: (text: string) => void;
  readonly record: RecordExchange;
  /** Of the time that the question may take, what was spent before, milliseconds. */
  readonly elapsedMs?: number | undefined;
  readonly signal: AbortSignal;
}

export interface Draft {
  readonly text: string;
  readonly finish: FinishReason;
  readonly plan: Plan;
  readonly readings: readonly Reading[];
  readonly spent: Spent;
}

/** Steps of LangGraph for each call of the model, with room to spare: budgets end a run long before. */
const GRAPH_STEPS = 20;

interface State {
  readonly messages?: BaseMessage[];
  readonly plan?: Plan;
  readonly spent?: Spent;
  readonly ended?: Exclude<FinishReason, 'stop'> | null;
}

/** Plans, reads, and writes a draft: `createAgent` with the middleware of this folder. */
export class DocsAgent {
  readonly #model: ChatModel;
  readonly #checkpoints: BaseCheckpointSaver | undefined;
  readonly #budgets: Budgets;
  readonly #countTokens: CountTokens;

  constructor({ model, checkpoints, budgets = {}, countTokens = roughTokens }: DocsAgentOptions) {
    this.#model = model;
    this.#checkpoints = checkpoints;
    this.#budgets = { ...DEFAULT_BUDGETS, ...budgets };
    this.#countTokens = countTokens;
  }

  /**
   * Runs the question to a draft, or goes on with a run of that id whose process ended. A budget that is spent ends it
   * with what there is.
   * @throws ServiceError of the model, and the signal's reason.
   */
  async run(request: DraftRequest): Promise<Draft> {
    const { runId, threadId, question, isFollowUp, plan, facts, history, record, elapsedMs = 0, signal } = request;
    const written = new WrittenText(request.onText);
    const timeout = AbortSignal.timeout(Math.max(1, Math.ceil(this.#budgets.wallClockMs - elapsedMs)));
    const tools = recordingTools(request.tools, { record });
    let evidence: Evidence = { readings: [], results: [] };
    const context: RunContext = {
      ...request,
      onEvidence: (now) => {
        evidence = now;
        request.onEvidence(now);
      },
      tools,
      language: languageOf(question),
      budgets: this.#budgets,
      countTokens: this.#countTokens,
      written,
    };
    const agent = agentFor(context, this.#model, record, this.#checkpoints);
    const config = {
      configurable: { thread_id: threadId },
      signal: AbortSignal.any([signal, timeout]),
      recursionLimit: GRAPH_STEPS * (this.#budgets.modelCalls + 1),
      durability: 'sync' as const,
    };
    const before = await this.#stateOf(agent, config);
    const isContinued = isAsked(before, runId);
    const { id, capabilities } = this.#model;
    const model = { id, capabilities: [...capabilities] };
    const definitions = request.tools.definitions();
    const { allowed, unknown, unfamiliar } = request;
    record({
      kind: 'begin',
      question,
      isFollowUp,
      unknown,
      unfamiliar,
      plan,
      history,
      facts,
      allowed,
      tools: definitions,
      budgetLeft: request.tools.budgetLeft,
      model,
    });
    const input = isContinued ? null : { messages: [new HumanMessage({ content: question, id: runId })] };
    let state: State;
    let end: FinishReason | undefined;
    try {
      state = (await agent.invoke(input as never, config)) as State;
    } catch (error) {
      signal.throwIfAborted();
      const cause = rootOf(error);
      if (!timeout.aborted && !isTimeout(cause)) throw cause;
      end = 'time';
      state = await this.#stateOf(agent, config);
    }
    const messages = state.messages ?? [];
    const text = textOf(messages, written, isContinued);
    if (isContinued && written.all === '' && text !== '') {
      // The process before had it written, and ended before it was judged.
      request.onEvidence({ readings: readingsOf(messages), results: callResultsOf(messages) });
      request.onText(text);
    }
    return {
      text,
      finish: end ?? state.ended ?? 'stop',
      plan: state.plan ?? plan,
      // Of a run that was cut off without checkpoints only this is known.
      readings: messages.length > 0 ? readingsOf(messages) : evidence.readings,
      spent: state.spent ?? NOTHING_SPENT,
    };
  }

  async #stateOf(agent: ReturnType<typeof agentFor>, config: object): Promise<State> {
    if (!this.#checkpoints) return {};
    return ((await agent.graph.getState(config)).values ?? {}) as State;
  }
}

function agentFor(
  context: RunContext,
  model: ChatModel,
  record: RecordExchange,
  checkpointer: BaseCheckpointSaver | undefined,
) {
  const recorded = recordingModel(model, { record, purpose: 'step', onText: (text) => context.written.push(text) });
  return createAgent({
    model: new PortChatModel({ model: recorded, countTokens: context.countTokens, disableStreaming: true }),
    // Their definitions only: who carries calls out is the middleware.
    tools: context.tools.definitions().map(({ name, description, parameters }) => ({
      type: 'function',
      function: { name, description, parameters },
    })),
    middleware: [
      compactionMiddleware(context),
      budgetsMiddleware(context),
      evidenceMiddleware(context),
      isSmall(model) && !hasAddedTools(context.allowed)
        ? nextStepMiddleware(context)
        : toolSelectionMiddleware(context),
      evidencePromptMiddleware(context),
      toolCallsMiddleware(context),
    ],
    ...(checkpointer ? { checkpointer } : {}),
  });
}

/** Whether the thread's last question is that of the run. */
function isAsked({ messages = [] }: State, runId: string): boolean {
  return messages[questionAt(messages)]?.id === runId;
}

/** The last answer; of one that was cut off what came of it. A call that went on knows only its own text. */
function textOf(messages: readonly BaseMessage[], written: WrittenText, isContinued: boolean): string {
  const last = messages.at(-1);
  const isAnswer = AIMessage.isInstance(last) && (last.tool_calls?.length ?? 0) === 0;
  if (written.all !== '' && !isContinued) return written.all;
  return isAnswer ? last.text : written.all;
}

/** LangChain wraps what middleware throws, once for each of them. */
function rootOf(error: unknown): unknown {
  let root = error;
  while (MiddlewareError.isInstance(root) && root.cause !== undefined) root = root.cause;
  return root;
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError';
}
