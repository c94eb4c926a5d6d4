import type { Language } from '@pareto/grounding';
import type { CallResult } from '../proof/call-result.ts';
import type { Budgets } from './budgets.ts';
import type { AgentEvent, AgentStep } from './events.ts';
import type { CountTokens } from './excerpts.ts';
import type { Plan } from './plan.ts';
import type { QuestionTools, Reading } from './ports.ts';
import type { Turn } from './trace.ts';

/** What happens on the way to a draft. */
export type DraftEvent = Extract<AgentEvent, { type: 'plan' | 'tool_call' | 'tool_result' }>;

/** What the answer may be drawn from. */
export interface Evidence {
  readonly readings: readonly Reading[];
  /** Results that are no excerpts: sums, times, what a compiler says. */
  readonly results: readonly CallResult[];
}

/** What the middleware of one run shares. */
export interface RunContext {
  /** As it was understood: a follow-up with what it refers to. */
  readonly question: string;
  /** Whether the model needs the earlier turns. */
  readonly isFollowUp: boolean;
  /** As the rules made it; the run's own stands in its state. */
  readonly plan: Plan;
  readonly language: Language;
  readonly facts: readonly string[];
  /** Identifiers of the question that stand nowhere in the sources. */
  readonly unknown: readonly string[];
  /** Earlier turns, oldest first. */
  readonly history: readonly Turn[];
  /** Of the question's content words the share that stands in none of its sources. */
  readonly unfamiliar: number;
  readonly tools: QuestionTools;
  /** Names of the tools that the question may use, the likeliest first. */
  readonly allowed: readonly string[];
  readonly budgets: Budgets;
  readonly countTokens: CountTokens;
  readonly emit: (event: DraftEvent) => void;
  readonly onStep: (step: AgentStep) => void;
  /** What was read and found by now; called before the model is asked. */
  readonly onEvidence: (evidence: Evidence) => void;
  readonly written: WrittenText;
}

/**
 * What the model writes, as it comes. Where tools are offered, a text may turn out to be the beginning of a call: it is
 * held back until the answer is whole.
 */
export class WrittenText {
  readonly #onText: (text: string) => void;
  #isHeld = false;
  #held = '';
  #all = '';

  constructor(onText: (text: string) => void) {
    this.#onText = onText;
  }

  /** Of the whole run what counts as an answer. */
  get all(): string {
    return this.#all + this.#held;
  }

  begin({ isHeld }: { readonly isHeld: boolean }): void {
    this.#isHeld = isHeld;
    this.#held = '';
  }

  push(text: string): void {
    if (this.#isHeld) this.#held += text;
    else this.#give(text);
  }

  /** The model is done: its text is an answer, or what it said before a call. */
  end({ isAnswer }: { readonly isAnswer: boolean }): void {
    const held = this.#held;
    this.#held = '';
    if (isAnswer && held !== '') this.#give(held);
  }

  #give(text: string): void {
    this.#all += text;
    this.#onText(text);
  }
}
