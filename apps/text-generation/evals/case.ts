import type OpenAI from 'openai';
import type { SetName } from './sets.ts';

/** What the service answered to one case. */
export interface Answer {
  readonly content: string;
  readonly toolCalls: readonly { readonly name: string; readonly arguments: string }[];
  /** `stop`, `tool_calls`, `length`; `refused` when the service would not take the request. */
  readonly finishReason: string;
  /** Why it was refused. */
  readonly refusal?: string;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** From sending to the last byte, in milliseconds. */
  readonly ms: number;
}

export interface Score {
  /** Ones and zeros by measure; an answer may count several times in one (each instruction of a prompt), or not at all. */
  readonly values: Readonly<Record<string, readonly number[]>>;
  /** What went wrong: reason codes, or the kinds of instruction that were not followed. */
  readonly faults: readonly string[];
  readonly detail?: string;
  /** Kinds that could not be checked. */
  readonly unchecked?: readonly string[];
}

export interface Case {
  readonly id: string;
  readonly set: SetName;
  /** Without model. */
  readonly request: Pick<
    OpenAI.Chat.ChatCompletionCreateParamsNonStreaming,
    'messages' | 'tools' | 'max_tokens' | 'temperature'
  >;
  score(answer: Answer): Score;
}
