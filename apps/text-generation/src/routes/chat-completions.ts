import type { Service } from '@pareto/service-kit';
import type { UseCases } from '../compose.ts';
import type { Config } from '../config.ts';
import { chatCompletion } from '../protocol/answers.ts';
import { ChatChoice } from '../protocol/chat-answer.ts';
import { ChatChunks } from '../protocol/chat-chunks.ts';
import { chatRequest, toChatGeneration } from '../protocol/chat-request.ts';
import { newAnswerId, nowSeconds } from '../protocol/stream-options.ts';
import { collect } from './collect.ts';
import { sendEvents } from './events.ts';
import { callOptions, errorAnswers, generationOptions } from './generation-route.ts';

export function chatCompletionRoutes(app: Service, { generate }: UseCases, config: Config): void {
  app.post(
    '/v1/chat/completions',
    {
      ...generationOptions(config),
      schema: {
        tags: ['generation'],
        summary: 'Answer a conversation',
        description:
          'With `stream: true` the answer comes as server-sent events and ends with `[DONE]`; comments tell the place in the queue. A failure after the first event is an event with `error`, and no `[DONE]`.',
        body: chatRequest,
        response: { 200: chatCompletion, ...errorAnswers },
      },
    },
    async (request, reply) => {
      const { body } = request;
      const head = { id: newAnswerId('chatcmpl'), created: nowSeconds() };
      const hasLogprobs = body.logprobs === true;
      const steps = generate.run(toChatGeneration(body), callOptions(request, config));
      if (body.stream) {
        const includeUsage = body.stream_options?.include_usage === true;
        const chunks = new ChatChunks({ ...head, hasLogprobs, includeUsage });
        return sendEvents(reply, steps, chunks, config.KEEP_ALIVE_MS);
      }
      const { model, choices, usage } = await collect(steps, (index) => new ChatChoice(index, hasLogprobs));
      return { ...head, object: 'chat.completion' as const, model, choices, usage };
    },
  );
}
