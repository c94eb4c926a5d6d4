import { ScriptedChatModel } from '@pareto/chat-models';
import { type ChatModel, generatingBy, ServiceError } from '@pareto/contracts';
import type { QuestionTools } from './ports.ts';
import { canonical, digestOf, type Exchange, type RunBeginning } from './trace.ts';

/** A run asks for something else than it did when it was recorded. */
export class ReplayMismatch extends Error {
  override readonly name = 'ReplayMismatch';
}

type Of<Kind extends Exchange['kind']> = Extract<Exchange, { kind: Kind }>;

export interface Replay {
  readonly beginning: RunBeginning;
  /** Answers what was asked to make the plan. */
  readonly planner: ChatModel;
  readonly model: ChatModel;
  readonly tools: QuestionTools;
  /** Exchanges that were recorded and not asked for yet. */
  readonly left: () => number;
}

/**
 * Models and tools that answer exactly as they did in a recorded run, without either.
 * @throws ReplayMismatch there and later, where the run goes another way.
 */
export function replayOf(exchanges: readonly Exchange[]): Replay {
  const beginning = exchanges.find((exchange): exchange is Of<'begin'> => exchange.kind === 'begin');
  if (!beginning) throw new ReplayMismatch('the recording has no beginning');
  const kept = heard(exchanges);
  const generations = kept.filter((exchange): exchange is Of<'model'> => exchange.kind === 'model');
  const ofPlan = generations.filter(({ purpose }) => purpose === 'plan');
  const ofSteps = generations.filter(({ purpose }) => purpose !== 'plan');
  const calls = kept.filter((exchange): exchange is Of<'tool'> => exchange.kind === 'tool');
  return {
    beginning,
    planner: replayModel(beginning.model, ofPlan),
    model: replayModel(beginning.model, ofSteps),
    tools: replayTools(beginning, calls),
    left: () => ofPlan.length + ofSteps.length + calls.length,
  };
}

/**
 * Without what a run did not get to use, since its process ended or the model failed: what no checkpoint knew of was asked
 * for again when the run went on, and an answer that broke off was none.
 */
function heard(exchanges: readonly Exchange[]): Exchange[] {
  const lastBegin = exchanges.findLastIndex(({ kind }) => kind === 'begin');
  const again = new Map(exchanges.map((exchange, at) => [keyOf(exchange), begins(exchanges, at)]));
  return exchanges.filter((exchange, at) => {
    if (exchange.kind === 'begin') return false;
    if (again.get(keyOf(exchange))! > begins(exchanges, at)) return false;
    if (exchange.kind === 'tool' || exchange.end === 'finished') return true;
    // A planner that took too long left the plan as it was; one that failed ended the run.
    if (exchange.purpose === 'plan') return exchange.end === 'aborted';
    return at > lastBegin;
  });
}

/** How often the run had begun by then. */
function begins(exchanges: readonly Exchange[], at: number): number {
  return exchanges.slice(0, at).filter(({ kind }) => kind === 'begin').length;
}

function keyOf(exchange: Exchange): string {
  if (exchange.kind === 'begin') return 'begin';
  if (exchange.kind === 'model') return `model ${exchange.purpose} ${exchange.digest}`;
  return `tool ${exchange.id ?? ''} ${exchange.name} ${canonical(exchange.arguments)}`;
}

function replayModel({ id, capabilities }: RunBeginning['model'], generations: Of<'model'>[]): ChatModel {
  // What a request looks like is compared by digest, so that any context is long enough.
  const scripted = (events: Of<'model'>['events']) =>
    new ScriptedChatModel({ kind: 'scripted', contextLength: 10_000_000, replies: [{ events: [...events] as never }] });
  const blank = new ScriptedChatModel({ kind: 'scripted', id, capabilities: [...capabilities] });
  return generatingBy(blank, async function* (request, options) {
    const next = generations.shift();
    if (!next) throw new ReplayMismatch('the model is asked more often than it was');
    if (next.digest !== digestOf(request)) throw new ReplayMismatch('the model is asked something else');
    if (next.end === 'finished') {
      yield* scripted(next.events).generate(request, options);
      return;
    }
    yield* next.events;
    if (next.end === 'aborted') throw new DOMException('The recorded answer was cut off here', 'TimeoutError');
    const { code, detail } = next.end;
    throw new ServiceError(code, detail);
  });
}

function replayTools({ tools, budgetLeft: budget }: RunBeginning, calls: Of<'tool'>[]): QuestionTools {
  let budgetLeft = budget;
  return {
    definitions: (names) => tools.filter(({ name }) => names === undefined || names.includes(name)),
    get budgetLeft() {
      return budgetLeft;
    },
    async call({ id, name, arguments: args }) {
      // Calls of one answer are carried out at once, and end in any order.
      const at = calls.findIndex(
        (call) => call.id === id && call.name === name && canonical(call.arguments) === canonical(args),
      );
      const [next] = at === -1 ? [] : calls.splice(at, 1);
      if (!next) throw new ReplayMismatch(`${name} is called with arguments that it was not called with then`);
      budgetLeft = next.budgetLeft;
      return next.outcome;
    },
  };
}
