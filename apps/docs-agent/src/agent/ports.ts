import type { ToolDefinition } from '@pareto/contracts';
import type { DocPlace, SourceFilter } from '../docs-index.ts';
import type { CallResult } from '../proof/call-result.ts';

/** A stretch of a page that was read for a question. */
export interface Reading {
  /** From 1, the same through a question. */
  readonly number: number;
  readonly place: DocPlace;
  /** From the page's title down. */
  readonly headings: readonly string[];
  readonly text: string;
  /** Cosine with what was searched for, where it was found by that. */
  readonly similarity?: number | undefined;
}

export interface ToolOutcome {
  /** "ok", or why there is no result. */
  readonly status: string;
  /** For a model to read. */
  readonly text: string;
  readonly readings: readonly Reading[];
}

/** The tools of one question: what may be called, with what, and how often, is decided in there. */
export interface QuestionTools {
  definitions(names?: readonly string[]): readonly ToolDefinition[];
  /** Never throws, but for the reason of the caller's own `signal`. */
  call(
    call: { readonly id?: string | undefined; readonly name: string; readonly arguments: unknown },
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<ToolOutcome>;
  /** Of the costs that all calls may have together. */
  readonly budgetLeft: number;
}

export interface QuestionScope {
  /** Names of the tools that the question needs; nothing that a model or a page says adds to them. */
  readonly allowed: readonly string[];
  readonly scope: readonly (SourceFilter & { readonly source: string })[] | undefined;
  /** Of the costs that all calls may have together, where some were made before; the whole budget when absent. */
  readonly budget?: number | undefined;
}

export interface ToolOffer {
  readonly name: string;
  readonly effect: 'read' | 'write';
}

/** All tools there are, and those of one question. */
export interface ToolProvider {
  readonly offers: readonly ToolOffer[];
  toolsFor(scope: QuestionScope): QuestionTools;
}

/** Words of a page that bear a sentence of the answer out. */
export interface Citation extends DocPlace {
  /** As the answer cites it: `[2]`. */
  readonly number: number;
  /** As it stands there, or what comes nearest. */
  readonly quote: string;
}

export interface ProvenPart {
  /** What may be said, with the numbers of what it cites. Empty where nothing of it is left. */
  readonly text: string;
  /** Identifiers, options, paths and addresses that the sources do not have. */
  readonly struck: readonly string[];
  readonly citations: readonly Citation[];
  /** Whether something that was read bears it out. */
  readonly isSupported: boolean;
  /** Whether what a model wrote after it is not said: it goes on from what was denied. */
  readonly isFinal?: boolean | undefined;
}

export interface ProofContext {
  readonly question: string;
  readonly readings: readonly Reading[];
  /** Of calls that gave no page to read. */
  readonly results: readonly CallResult[];
  /** The sources and versions that the answer is about. */
  readonly filters: readonly SourceFilter[];
  readonly signal: AbortSignal;
}

/** Judges a sentence, or a block of code, of a draft. */
export interface AnswerProof {
  check(part: string, context: ProofContext): Promise<ProvenPart>;
}
