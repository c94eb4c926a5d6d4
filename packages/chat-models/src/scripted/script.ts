import { createHash } from 'node:crypto';
import type { ChatPrompt, GenerationRequest, TokenLogprob, ToolDefinition } from '@pareto/contracts';
import type { Reply } from './config.ts';
import { minimalInstance } from './minimal-instance.ts';

const WORDS = ['the', 'sea', 'and', 'a', 'boat', 'with', 'café', 'sails', '🙂', 'far', 'from', 'shore', 'today'];
const MADE_UP_WORDS = 24;
const SILENT: Reply = { text: '', toolCalls: [], delayMs: 0, once: false };

/** Tokens of this model: a word, or one other character, with the white space before it. */
export function tokensOf(text: string): string[] {
  return text.match(/\s*(?:[\p{L}\p{M}\p{N}_]+|\S)|\s+$/gu) ?? [];
}

/** All that a request makes the model read. */
export function promptText({ prompt }: GenerationRequest): string {
  if (prompt.kind === 'text') return prompt.text;
  const messages = prompt.messages.map((message) => {
    const calls = message.role === 'assistant' && message.toolCalls ? ` ${JSON.stringify(message.toolCalls)}` : '';
    return `${message.role}: ${message.content}${calls}`;
  });
  return [...messages, ...prompt.tools.map((tool) => JSON.stringify(tool))].join('\n');
}

/** Whether a reply is meant for what the request says last. */
export function fits({ when, pattern }: Reply, { prompt }: GenerationRequest): boolean {
  const asked = prompt.kind === 'text' ? prompt.text : (prompt.messages.at(-1)?.content ?? '');
  return (
    (when === undefined || asked.includes(when)) && (pattern === undefined || new RegExp(pattern, 'u').test(asked))
  );
}

/**
 * What the model answers where no reply fits: something that satisfies what the request demands.
 * @throws ServiceError `schema_unsupported`.
 */
export function improvised(request: GenerationRequest): Reply {
  const { prompt, responseFormat } = request;
  const tool = prompt.kind === 'chat' ? demandedTool(prompt) : undefined;
  if (tool) {
    const args = minimalInstance(tool.parameters) as Record<string, unknown>;
    return { ...SILENT, toolCalls: [{ name: tool.name, arguments: args }] };
  }
  if (responseFormat.kind === 'json-object') return { ...SILENT, text: '{}' };
  if (responseFormat.kind === 'json-schema') {
    return { ...SILENT, text: JSON.stringify(minimalInstance(responseFormat.schema)) };
  }
  return { ...SILENT, text: madeUp(request) };
}

/** The chosen token had one half, and each alternative half of the one before. */
export function likelihoodOf(token: string, topLogprobs: number): TokenLogprob {
  const others = WORDS.map((word) => ` ${word}`).filter((other) => other !== token);
  const [chosen, ...rest] = [token, ...others].map((text, i) => ({
    token: text,
    logprob: -(i + 1) * Math.LN2,
    bytes: [...Buffer.from(text)],
  }));
  return { ...chosen!, top: [chosen!, ...rest].slice(0, topLogprobs) };
}

function demandedTool({ tools, toolChoice }: ChatPrompt): ToolDefinition | undefined {
  if (toolChoice === 'required') return tools[0];
  return typeof toolChoice === 'object' ? tools.find(({ name }) => name === toolChoice.name) : undefined;
}

/** The same words for the same request: of the prompt alone at temperature 0, of prompt and seed above it. */
function madeUp(request: GenerationRequest): string {
  const chance = request.temperature === 0 ? '' : (request.seed ?? Math.random());
  const digest = createHash('sha256')
    .update(`${promptText(request)} ${request.adapter ?? ''} ${chance}`)
    .digest();
  return Array.from({ length: MADE_UP_WORDS }, (_, i) => WORDS[digest[i]! % WORDS.length]).join(' ');
}
