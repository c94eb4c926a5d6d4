import type { BaseMessage } from '@langchain/core/messages';
import { AIMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { z } from 'zod';
import type { CallResult } from '../proof/call-result.ts';
import type { Plan } from './plan.ts';
import type { Reading, ToolOutcome } from './ports.ts';
import { canonical } from './trace.ts';

/** Of one result that is no excerpt, UTF-16 code units. */
const MAX_RESULT = 600;
const count = z.number().int().min(0);

export interface Spent {
  readonly modelCalls: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
}

export const NOTHING_SPENT: Spent = { modelCalls: 0, promptTokens: 0, completionTokens: 0 };

/** What a run keeps in its checkpoints beside the messages, so that it goes on after a restart as it was. */
export const runState = z.object({
  plan: z.custom<Plan>().optional(),
  spent: z.object({ modelCalls: count, promptTokens: count, completionTokens: count }).default(NOTHING_SPENT),
  /** The budget that ended the run, once one did. */
  ended: z.enum(['steps', 'tokens', 'time', 'repetition']).nullable().default(null),
});

/** The place of the question that is being answered: the last one. */
export function questionAt(messages: readonly BaseMessage[]): number {
  return messages.findLastIndex((message) => HumanMessage.isInstance(message));
}

/** What was called and read for the question, and the drafts of its answer. */
export function currentTurn(messages: readonly BaseMessage[]): readonly BaseMessage[] {
  return messages.slice(questionAt(messages) + 1);
}

/** Results of the current turn, in order. */
export function outcomesOf(
  messages: readonly BaseMessage[],
): { readonly tool: string; readonly outcome: ToolOutcome }[] {
  return currentTurn(messages).flatMap((message) =>
    ToolMessage.isInstance(message) && message.artifact
      ? [{ tool: message.name ?? '', outcome: message.artifact as ToolOutcome }]
      : [],
  );
}

/** All that was read for the question, each place once, numbered in the order of reading. */
export function readingsOf(messages: readonly BaseMessage[]): Reading[] {
  const readings = new Map<string, Reading>();
  for (const { outcome } of outcomesOf(messages)) {
    for (const { place: given, headings, text, similarity } of outcome.readings) {
      // Tools may know more of a place than where it is.
      const { source, version, path, anchor } = given;
      const place = { source, version, path, anchor };
      const key = canonical(place);
      const known = readings.get(key);
      if (!known) readings.set(key, { number: readings.size + 1, place, headings, text, similarity });
      else
        readings.set(key, {
          ...known,
          text: joined(known.text, text),
          similarity: larger(known.similarity, similarity),
        });
    }
  }
  return [...readings.values()];
}

function joined(known: string, text: string): string {
  return known.includes(text) ? known : `${known}\n\n${text}`;
}

function larger(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
}

/** Tools whose result is what they read: without that they found nothing, and say so to no use. */
export const READERS: ReadonlySet<string> = new Set(['search_docs', 'find_symbol', 'changelog_between', 'read_page']);

/** Tools whose every word is a page's, or says that there is none. */
const PAGES: ReadonlySet<string> = new Set(['search_docs', 'read_page']);

/** What an answer may be drawn from beside what was read, with what it was asked with. Pages are none of it. */
export function callResultsOf(messages: readonly BaseMessage[]): CallResult[] {
  const asked = new Map<string, unknown>();
  const results: CallResult[] = [];
  for (const message of currentTurn(messages)) {
    if (AIMessage.isInstance(message)) {
      for (const { id, args } of message.tool_calls ?? []) asked.set(id ?? '', args);
    } else if (ToolMessage.isInstance(message) && message.artifact) {
      const { name: tool = '', tool_call_id: id, artifact } = message;
      const { status, text, readings } = artifact as ToolOutcome;
      if (status !== 'ok' || readings.length > 0 || PAGES.has(tool)) continue;
      results.push({ tool, arguments: asked.get(id), text });
    }
  }
  return results;
}

/** Of these what a prompt shows beside excerpts: sums, times, what a compiler says. */
export function resultsOf(messages: readonly BaseMessage[]): string[] {
  return callResultsOf(messages)
    .filter(({ tool }) => !READERS.has(tool))
    .map(({ tool, text }) => `${tool}: ${text.slice(0, MAX_RESULT).toWellFormed()}`);
}

/** How often the model made its most frequent call in the current turn. */
export function mostRepeated(messages: readonly BaseMessage[]): number {
  const times = new Map<string, number>();
  for (const message of currentTurn(messages)) {
    if (!AIMessage.isInstance(message)) continue;
    for (const { name, args } of message.tool_calls ?? []) {
      const key = `${name} ${canonical(args)}`;
      times.set(key, (times.get(key) ?? 0) + 1);
    }
  }
  return Math.max(0, ...times.values());
}
