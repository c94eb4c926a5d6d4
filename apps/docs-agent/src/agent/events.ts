import type { Plan } from './plan.ts';
import type { Citation } from './ports.ts';

/**
 * Why the answer ends where it does: it was complete, or a budget was spent: model calls, tokens, time, or patience with
 * the same call again and again.
 */
export type FinishReason = 'stop' | 'steps' | 'tokens' | 'time' | 'repetition';

export interface Usage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly modelCalls: number;
}

/** What the run did, for a person who looks at it. */
export interface AgentStep {
  readonly kind: 'plan' | 'tool' | 'model';
  readonly tool?: string | undefined;
  readonly arguments?: unknown;
  readonly result_preview?: string | undefined;
  readonly status?: string | undefined;
  /** Milliseconds. */
  readonly ms: number;
}

export interface Answer {
  readonly run_id: string;
  readonly session_id: string;
  readonly answer: string;
  readonly citations: readonly Citation[];
  readonly steps: readonly AgentStep[];
  readonly abstained: boolean;
  /** What was looked for, where nothing was found. */
  readonly searched?: readonly string[] | undefined;
  /** Names that the sources do not have, and statements that nothing bears out; they are not part of the answer. */
  readonly struck: readonly string[];
  readonly finish_reason: FinishReason;
  readonly usage: Usage;
}

/** What happens while a question is answered, in order; `done` comes once, last. */
export type AgentEvent =
  /** At once, before any model is asked, and again with each revision. */
  | { readonly type: 'plan'; readonly plan: Plan }
  | { readonly type: 'tool_call'; readonly id: string; readonly tool: string; readonly arguments: unknown }
  | {
      readonly type: 'tool_result';
      readonly id: string;
      readonly tool: string;
      readonly status: string;
      readonly preview: string;
      readonly ms: number;
    }
  /** A part of the answer that went through proof: a sentence, a list item, a block of code. */
  | { readonly type: 'token'; readonly text: string }
  | { readonly type: 'citation'; readonly index: number; readonly citation: Citation }
  | ({ readonly type: 'done' } & Answer);

/** An event with its place in the run, from 1: what `Last-Event-ID` names. */
export interface NumberedEvent {
  readonly seq: number;
  readonly event: AgentEvent;
}
