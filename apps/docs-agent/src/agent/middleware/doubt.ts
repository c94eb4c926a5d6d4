import { AIMessage } from '@langchain/core/messages';
import { languageOf } from '@pareto/grounding';
import { z } from 'zod';
import { NOT_STATED } from '../../prompts/answer.ts';
import type { Settings } from './evidence-prompt.ts';

/** As many as the protocol gives. */
const ALTERNATIVES = 20;
/** Of words to search for. */
const SEARCH_TOKENS = 24;

const likelihoods = z.object({
  logprobs: z.object({
    content: z.array(
      z.object({
        token: z.string(),
        logprob: z.number(),
        top_logprobs: z.array(z.object({ token: z.string(), logprob: z.number() })),
      }),
    ),
  }),
});

interface Step {
  readonly tools: unknown[];
  readonly modelSettings?: Record<string, unknown>;
}
type Handler<Request> = (request: Request) => Promise<unknown> | unknown;

export interface Told<Value> {
  readonly value: Value;
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/**
 * How likely the model begins to say that the excerpts do not answer: its first token tells more than its answer, which a
 * small model rather makes up than owe. Undefined where the server tells no likelihoods.
 */
export async function declineLikelihood<Request extends Step>(
  request: Request,
  handler: Handler<Request>,
  question: string,
): Promise<Told<number | undefined>> {
  const settings: Settings = { ending: 'may-decline', maxTokens: 1, topLogprobs: ALTERNATIVES };
  const reply = await asked(request, handler, settings);
  const [first] = likelihoods.safeParse(reply.response_metadata).data?.logprobs.content ?? [];
  if (!first) return told(reply, undefined);
  return told(reply, declinedBy([first, ...first.top_logprobs], question));
}

/** The sum over the tokens that begin a decline in the question's language. */
export function declinedBy(tokens: readonly { token: string; logprob: number }[], question: string): number {
  const words = NOT_STATED[languageOf(question)];
  // The one that was chosen stands among the alternatives once more.
  const distinct = new Map(tokens.map(({ token, logprob }) => [token, logprob]));
  const declining = [...distinct].filter(([token]) => token.trim() !== '' && words.startsWith(token.trim()));
  return declining.reduce((sum, [, logprob]) => sum + Math.exp(logprob), 0);
}

/** Other words to search for, by the model; empty where it has none. */
export async function searchWords<Request extends Step>(
  request: Request,
  handler: Handler<Request>,
): Promise<Told<string>> {
  const reply = await asked(request, handler, { ending: 'search-words', maxTokens: SEARCH_TOKENS });
  const [line = ''] = reply.text.trim().split('\n');
  return told(reply, line.replace(/["`*]/g, '').trim());
}

async function asked<Request extends Step>(request: Request, handler: Handler<Request>, settings: Settings) {
  const reply = await handler({ ...request, tools: [], modelSettings: { ...request.modelSettings, ...settings } });
  return AIMessage.isInstance(reply) ? reply : new AIMessage('');
}

function told<Value>({ usage_metadata: usage }: AIMessage, value: Value): Told<Value> {
  return { value, promptTokens: usage?.input_tokens ?? 0, completionTokens: usage?.output_tokens ?? 0 };
}
