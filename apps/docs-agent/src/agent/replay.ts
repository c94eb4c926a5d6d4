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
  readonly model: ChatModel;
  readonly tools: QuestionTools;
  /** Exchanges that were recorded and not asked for yet. */
  readonly left: () => number;
}

/**
 * Model and tools that answer exactly as they did in a recorded run, without either.
 * @throws ReplayMismatch there and later, where the run goes another way.
 */
export function replayOf(exchanges: readonly Exchange[]): Replay {
  const beginning = exchanges.find((exchange): exchange is Of<'begin'> => exchange.kind === 'begin');
  if (!beginning) throw new ReplayMismatch('the recording has no beginning');
  // An answer that broke off with its process was asked for again when the run went on.
  const kept = exchanges.filter((exchange, i) => exchange.kind !== 'model' || exchanges[i + 1]?.kind !== 'begin');
  const generations = kept.filter((exchange): exchange is Of<'model'> => exchange.kind === 'model');
  const calls = exchanges.filter((exchange): exchange is Of<'tool'> => exchange.kind === 'tool');
  const left = () => generations.length + calls.length;
  return { beginning, model: replayModel(beginning.model, generations), tools: replayTools(beginning, calls), left };
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

function replayTools({ tools }: RunBeginning, calls: Of<'tool'>[]): QuestionTools {
  let budgetLeft = calls[0] === undefined ? 0 : Number.POSITIVE_INFINITY;
  return {
    definitions: (names) => tools.filter(({ name }) => names === undefined || names.includes(name)),
    get budgetLeft() {
      return budgetLeft;
    },
    async call({ name, arguments: args }) {
      // Calls of one answer are carried out at once, and end in any order.
      const at = calls.findIndex((call) => call.name === name && canonical(call.arguments) === canonical(args));
      const [next] = at === -1 ? [] : calls.splice(at, 1);
      if (!next) throw new ReplayMismatch(`${name} is called with arguments that it was not called with then`);
      budgetLeft = next.budgetLeft;
      return next.outcome;
    },
  };
}
