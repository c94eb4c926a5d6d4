import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  comment,
  dataEvent,
  EVENT_STREAM_HEADERS,
  openAiError,
  openAiErrorFormat,
  type Service,
  toOpenAiError,
  withFiller,
} from '@pareto/service-kit';
import type { Config } from '../config.ts';
import type { Ask } from '../use-cases/ask.ts';
import { chatAnswer, chatBody, chunksOf, completionOf, conversationOf, MODEL, models } from './chat-protocol.ts';

/** For chat clients that know OpenAI's protocol: the last message is the question, those before are the conversation. */
export function chatCompletionRoutes(app: Service, ask: Ask, config: Config): void {
  const created = Math.floor(Date.now() / 1_000);
  app.get(
    '/v1/models',
    { schema: { tags: ['chat clients'], summary: 'The one model: the agent', response: { 200: models } } },
    async () => ({
      object: 'list' as const,
      data: [{ id: MODEL, object: 'model' as const, created, owned_by: 'pareto' }],
    }),
  );

  app.post(
    '/v1/chat/completions',
    {
      config: { deadlineMs: config.ASK_TIMEOUT_MS, errorFormat: openAiErrorFormat },
      schema: {
        tags: ['chat clients'],
        summary: 'Ask in a conversation that the client keeps',
        description:
          'The last message is the question; system messages are not read. The answer ends with the pages that it cites. Nothing of the conversation is kept.',
        body: chatBody,
        response: { 200: chatAnswer, 400: openAiError, 503: openAiError },
      },
    },
    async ({ owner, body, deadline }, reply) => {
      const { question, history } = conversationOf(body.messages);
      const head = { id: `chatcmpl-${randomUUID()}`, created: Math.floor(Date.now() / 1_000), model: MODEL };
      const asking = { owner, question, history };
      await ask.requireModel(asking, deadline);
      const asked = ask.ask(asking, deadline);
      const forget = () => ask.forgetSession(owner, asked.sessionId);
      if (body.stream) {
        const chunks = chunksOf(head, asked, body.stream_options?.include_usage === true);
        const lines = linesOf(chunks, config.KEEP_ALIVE_MS, forget);
        return reply.headers(EVENT_STREAM_HEADERS).send(Readable.from(lines, { objectMode: false }) as never);
      }
      try {
        for await (const { event } of asked.events) if (event.type === 'done') return completionOf(head, event);
        throw new Error('an answer without an end');
      } finally {
        await forget();
      }
    },
  );
}

async function* linesOf(
  chunks: AsyncGenerator<object>,
  idleMs: number,
  onEnd: () => Promise<void>,
): AsyncGenerator<string> {
  const idle = {};
  try {
    for await (const chunk of withFiller(chunks, idleMs, idle)) {
      yield chunk === idle ? comment('waiting') : dataEvent(chunk);
    }
    yield 'data: [DONE]\n\n';
  } catch (thrown) {
    yield dataEvent(toOpenAiError(thrown));
  } finally {
    await onEnd();
  }
}
