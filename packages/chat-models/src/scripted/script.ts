import { createHash } from 'node:crypto';
import type { ChatPrompt, GenerationRequest, ToolDefinition } from '@pareto/contracts';
import type { Reply } from './config.ts';
import { minimalInstance } from './minimal-instance.ts';

const WORDS = ['the', 'sea', 'and', 'a', 'boat', 'with', 'café', 'sails', '🙂', 'far', 'from', 'shore', 'today'];
const MADE_UP_WORDS = 24;

/** Tokens of this model: a word with the white space before it. */
export function tokensOf(text: string): string[] {
  return text.match(/\s*\S+|\s+$/gu) ?? [];
}

/** All that a request makes the model read. */
export function promptText({ prompt }: GenerationRequest): string {
  if (prompt.kind === 'text') return prompt.text;
  const messages = prompt.messages.map(({ role, content }) => `${role}: ${content}`);
  return [...messages, ...prompt.tools.map((tool) => JSON.stringify(tool))].join('\n');
}

/** What the model answers: the first reply that fits, else something that satisfies what the request demands. */
export function replyTo(request: GenerationRequest, replies: readonly Reply[]): Reply {
  const { prompt, responseFormat } = request;
  const asked = prompt.kind === 'text' ? prompt.text : (prompt.messages.at(-1)?.content ?? '');
  const found = replies.find(({ when }) => when === undefined || asked.includes(when));
  if (found) return found;
  const silent = { text: '', toolCalls: [], delayMs: 0 };
  const tool = prompt.kind === 'chat' ? demandedTool(prompt) : undefined;
  if (tool) {
    const args = minimalInstance(tool.parameters) as Record<string, unknown>;
    return { ...silent, toolCalls: [{ name: tool.name, arguments: args }] };
  }
  if (responseFormat.kind === 'json-object') return { ...silent, text: '{}' };
  if (responseFormat.kind === 'json-schema') {
    return { ...silent, text: JSON.stringify(minimalInstance(responseFormat.schema)) };
  }
  return { ...silent, text: madeUp(request) };
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
