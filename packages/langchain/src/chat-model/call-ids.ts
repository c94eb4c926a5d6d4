import type { BaseMessage } from '@langchain/core/messages';
import { AIMessage, ToolMessage } from '@langchain/core/messages';

/**
 * Ids of calls that no other call of the conversation has. Several servers count from 0 in each answer, and an agent that
 * finds a result for an id takes its call for done.
 */
export class CallIds {
  readonly #taken: Set<string>;

  constructor(messages: readonly BaseMessage[]) {
    this.#taken = new Set(messages.flatMap(idsIn));
  }

  /** The id itself where it is free, else the same with the first number that makes it so. */
  unique(id: string): string {
    let candidate = id || 'call';
    for (let n = 2; this.#taken.has(candidate); n += 1) candidate = `${id || 'call'}_${n}`;
    this.#taken.add(candidate);
    return candidate;
  }
}

function idsIn(message: BaseMessage): string[] {
  if (ToolMessage.isInstance(message)) return [message.tool_call_id];
  if (!AIMessage.isInstance(message)) return [];
  return [...(message.tool_calls ?? []), ...(message.invalid_tool_calls ?? [])].flatMap(({ id }) => id ?? []);
}
