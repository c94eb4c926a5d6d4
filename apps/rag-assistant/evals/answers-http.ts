import { z } from 'zod';
import { REFUSAL_REASONS } from '../src/asking/events.ts';
import type { Answerer } from './answers-run.ts';

/** What of the service's answer is judged. */
const answer = z.object({
  answer: z.string(),
  abstained: z.boolean(),
  reason: z.enum(REFUSAL_REASONS).optional(),
  extractive: z.boolean(),
  degraded: z.boolean(),
  citations: z.array(z.object({ document_name: z.string(), page: z.number(), quote: z.string() })),
  usage: z.object({ prompt_tokens: z.number(), completion_tokens: z.number() }),
});
const listed = z.object({ documents: z.array(z.object({ id: z.string(), name: z.string() })) });

/** Asks a running service, whose documents go by their names. A conversation is asked from its beginning. */
export async function overHttp(baseUrl: string): Promise<Answerer> {
  const { documents } = listed.parse(await (await fetch(`${baseUrl}/v1/documents`)).json());
  const ids = new Map(documents.map(({ id, name }) => [name, id]));
  return async ({ id, question, history = [], documentIds }, signal) => {
    const document_ids = documentIds?.flatMap((name) => ids.get(name) ?? []);
    const session = history.length > 0 ? { session_id: `evaluation-${id}` } : {};
    const post = async (text: string) => {
      const body = JSON.stringify({ question: text, ...session, ...(document_ids && { document_ids }) });
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${baseUrl}/v1/ask`, { method: 'POST', headers, body, signal });
      if (!response.ok) throw new Error(`/v1/ask answered ${response.status}`);
      return answer.parse(await response.json());
    };
    for (const asked of history) await post(asked);
    const begin = performance.now();
    const { usage, citations, ...given } = await post(question);
    const ms = performance.now() - begin;
    return {
      ...given,
      dropped: 0,
      usage: { promptTokens: usage.prompt_tokens, cachedTokens: 0, completionTokens: usage.completion_tokens },
      citations: citations.map(({ document_name, page, quote }) => ({ document: document_name, page, quote })),
      firstMs: ms,
      totalMs: ms,
    };
  };
}
