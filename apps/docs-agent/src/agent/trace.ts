import { createHash } from 'node:crypto';
import type { ChatCapability, ChatModel, GenerationEvent, GenerationRequest, ToolDefinition } from '@pareto/contracts';
import { type ErrorCode, generatingBy, ServiceError } from '@pareto/contracts';
import type { Plan } from './plan.ts';
import type { QuestionTools, ToolOutcome } from './ports.ts';
import { type RecordedRequest, recordedRequest } from './recorded-request.ts';

/** An earlier turn of the conversation, as a model reads it. */
export interface Turn {
  readonly question: string;
  readonly answer: string;
}

/** What a run began with. */
export interface RunBeginning {
  readonly question: string;
  readonly isFollowUp: boolean;
  /** Identifiers of the question that stand nowhere in the sources. */
  readonly unknown: readonly string[];
  /** Of the question's content words the share that stands in none of its sources. */
  readonly unfamiliar: number;
  readonly plan: Plan;
  readonly history: readonly Turn[];
  readonly facts: readonly string[];
  /** Names of the tools that the question may use, the likeliest first. */
  readonly allowed: readonly string[];
  readonly tools: readonly ToolDefinition[];
  /** Of the costs that all calls may have together. */
  readonly budgetLeft: number;
  /** What a request looks like depends on what the model can do. */
  readonly model: { readonly id: string; readonly capabilities: readonly ChatCapability[] };
}

/** How a generation ended: as the model meant it, by an abort, or with an error of the port. */
export type GenerationEnd = 'finished' | 'aborted' | { readonly code: ErrorCode; readonly detail: string };

/** What a model is asked for: to cut the question into parts, before the run begins, or for a step of the run. */
export type Purpose = 'plan' | 'step';

/**
 * One thing that was asked of the world outside of the agent, and what it said. A run that goes on after its process ended
 * begins again in its trace, with what it began with.
 */
export type Exchange =
  | ({ readonly kind: 'begin' } & RunBeginning)
  | {
      readonly kind: 'model';
      readonly purpose: Purpose;
      readonly request: RecordedRequest;
      /** Of the whole request, SHA-256. */
      readonly digest: string;
      readonly events: readonly GenerationEvent[];
      readonly end: GenerationEnd;
      readonly ms: number;
    }
  | {
      readonly kind: 'tool';
      readonly id: string | undefined;
      readonly name: string;
      readonly arguments: unknown;
      readonly outcome: ToolOutcome;
      readonly budgetLeft: number;
      readonly ms: number;
    };

export type Record = (exchange: Exchange) => void;

/** The same for the same request, whatever the order of its keys. */
export function digestOf(request: GenerationRequest): string {
  return createHash('sha256').update(canonical(request)).digest('hex');
}

/** JSON with sorted keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** A model whose answers are recorded with what it was asked, and heard while they come. */
export function recordingModel(
  model: ChatModel,
  {
    record,
    purpose,
    onText = () => undefined,
    now = () => performance.now(),
  }: { record: Record; purpose: Purpose; onText?: (text: string) => void; now?: () => number },
): ChatModel {
  return generatingBy(model, async function* (request, options) {
    const began = now();
    const events: GenerationEvent[] = [];
    let end: GenerationEnd = 'aborted';
    try {
      for await (const event of model.generate(request, options)) {
        events.push(event);
        if (event.type === 'text') onText(event.text);
        yield event;
      }
      end = 'finished';
    } catch (error) {
      if (error instanceof ServiceError) end = { code: error.code, detail: error.message };
      throw error;
    } finally {
      const ms = Math.round(now() - began);
      const asked = { request: recordedRequest(request), digest: digestOf(request) };
      record({ kind: 'model', purpose, ...asked, events, end, ms });
    }
  });
}

/** The tools of a question, with each call recorded. */
export function recordingTools(
  tools: QuestionTools,
  { record, now = () => performance.now() }: { record: Record; now?: () => number },
): QuestionTools {
  return {
    definitions: (names) => tools.definitions(names),
    get budgetLeft() {
      return tools.budgetLeft;
    },
    async call(call, options) {
      const began = now();
      const outcome = await tools.call(call, options);
      const ms = Math.round(now() - began);
      const { status, text, readings } = outcome;
      record({
        kind: 'tool',
        id: call.id,
        name: call.name,
        arguments: call.arguments,
        outcome: { status, text, readings },
        budgetLeft: tools.budgetLeft,
        ms,
      });
      return outcome;
    },
  };
}
