import { coded, ServiceError, wellFormedText } from '@pareto/contracts';
import { z } from 'zod';
import type { Answer } from '../agent/events.ts';
import type { Turn } from '../agent/trace.ts';
import { type Asked, MAX_QUESTION } from '../use-cases/ask.ts';
import { citedPages } from './cited-pages.ts';

/** The agent itself, whatever model it asks. */
export const MODEL = 'docs-agent';
const MAX_MESSAGES = 200;
const MAX_TEXT = 32_000;

const text = wellFormedText(MAX_TEXT);
const part = z.looseObject({ type: z.string(), text: text.optional() }).superRefine((one, context) => {
  if (one.type !== 'text') {
    context.addIssue({ code: 'custom', message: coded('content_unsupported', 'only parts of type "text" are read') });
  } else if (one.text === undefined) {
    context.addIssue({ code: 'custom', path: ['text'], message: 'expected a text' });
  }
});
const content = z.union([text, z.array(part).max(100)], 'expected a text, or parts of one');
const message = z.object({ role: z.enum(['system', 'developer', 'user', 'assistant']), content });

/** What would change an answer is refused by name; sampling has no say in what the documentation states. */
export const chatBody = z.object({
  model: z.string().max(200).default(MODEL),
  messages: z.array(message).min(1).max(MAX_MESSAGES),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  n: z.literal(1, { error: coded('parameter_unsupported', 'there is one answer') }).nullish(),
  tools: z
    .array(z.unknown())
    .max(0, { error: coded('parameter_unsupported', 'the agent has its own tools') })
    .nullish(),
  response_format: z
    .object({ type: z.literal('text', { error: coded('parameter_unsupported', 'answers are text') }) })
    .nullish(),
});

const usage = z.object({ prompt_tokens: z.int(), completion_tokens: z.int(), total_tokens: z.int() });
export const chatAnswer = z.object({
  id: z.string(),
  object: z.literal('chat.completion'),
  created: z.int(),
  model: z.string(),
  choices: z.array(
    z.object({
      index: z.int(),
      message: z.object({ role: z.literal('assistant'), content: z.string(), refusal: z.null() }),
      logprobs: z.null(),
      finish_reason: z.enum(['stop', 'length']),
    }),
  ),
  usage,
});
export const models = z.object({
  object: z.literal('list'),
  data: z.array(z.object({ id: z.string(), object: z.literal('model'), created: z.int(), owned_by: z.string() })),
});

export interface Head {
  readonly id: string;
  readonly created: number;
  readonly model: string;
}

/** @throws ServiceError `question_empty` where the last message is no question of the user's; `question_too_long`. */
export function conversationOf(messages: z.output<typeof chatBody>['messages']): { question: string; history: Turn[] } {
  const said = messages
    .filter(({ role }) => role === 'user' || role === 'assistant')
    .map(({ role, content: words }) => ({ role, text: textOf(words) }));
  const last = said.at(-1);
  if (last?.role !== 'user' || last.text.trim() === '') {
    throw new ServiceError('question_empty', 'the last message must be a question of role "user"', {
      param: 'messages',
    });
  }
  if (last.text.length > MAX_QUESTION) {
    throw new ServiceError('question_too_long', `the last message may have ${MAX_QUESTION} characters`, {
      param: 'messages',
    });
  }
  const history: Turn[] = [];
  for (const [i, { role, text: question }] of said.slice(0, -1).entries()) {
    const answer = said[i + 1]!;
    if (role === 'user' && answer.role === 'assistant') history.push({ question, answer: answer.text });
  }
  return { question: last.text, history };
}

function textOf(words: z.output<typeof content>): string {
  return typeof words === 'string' ? words : words.map((one) => one.text).join('\n');
}

export function completionOf(head: Head, answer: Answer): z.input<typeof chatAnswer> {
  const message = { role: 'assistant' as const, content: answer.answer + citedPages(answer.citations), refusal: null };
  return {
    ...head,
    object: 'chat.completion',
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishOf(answer) }],
    usage: usageOf(answer),
  };
}

export async function* chunksOf(head: Head, { events }: Asked, hasUsage: boolean): AsyncGenerator<object> {
  const chunk = (delta: object, finish: string | null = null) => ({
    ...head,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
    ...(hasUsage ? { usage: null } : {}),
  });
  yield chunk({ role: 'assistant', content: '', refusal: null });
  let said = '';
  for await (const { event } of events) {
    if (event.type === 'token') {
      said += event.text;
      yield chunk({ content: event.text });
    }
    if (event.type !== 'done') continue;
    // What was abstained from comes with the end only.
    const rest = said.trim() === '' ? event.answer : '';
    yield chunk({ content: rest + citedPages(event.citations) });
    yield chunk({}, finishOf(event));
    if (hasUsage) yield { ...head, object: 'chat.completion.chunk', choices: [], usage: usageOf(event) };
  }
}

function finishOf({ finish_reason: reason }: Answer): 'stop' | 'length' {
  return reason === 'stop' ? 'stop' : 'length';
}

function usageOf({ usage: { promptTokens, completionTokens } }: Answer): z.output<typeof usage> {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  };
}
