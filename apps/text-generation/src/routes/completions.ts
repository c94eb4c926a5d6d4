import type { Service } from '@pareto/service-kit';
import type { UseCases } from '../compose.ts';
import type { Config } from '../config.ts';
import { textCompletion } from '../protocol/answers.ts';
import { CompletionChoice } from '../protocol/completion-answer.ts';
import { CompletionChunks } from '../protocol/completion-chunks.ts';
import { completionRequest, promptsOf, toCompletionGeneration } from '../protocol/completion-request.ts';
import { newAnswerId, nowSeconds } from '../protocol/stream-options.ts';
import { collect } from './collect.ts';
import { sendEvents } from './events.ts';
import { callOptions, errorAnswers, generationOptions } from './generation-route.ts';

export function completionRoutes(app: Service, { generate }: UseCases, config: Config): void {
  app.post(
    '/v1/completions',
    {
      ...generationOptions(config),
      schema: {
        tags: ['generation'],
        summary: 'Go on with a text',
        description: 'Without a chat template. With several prompts, the choices of the first come first.',
        body: completionRequest,
        response: { 200: textCompletion, ...errorAnswers },
      },
    },
    async (request, reply) => {
      const { body } = request;
      const head = { id: newAnswerId('cmpl'), created: nowSeconds() };
      const hasLogprobs = body.logprobs != null;
      const prompts = promptsOf(body).flatMap((prompt) => Array.from({ length: body.n ?? 1 }, () => prompt));
      const steps = generate.run(toCompletionGeneration(body), callOptions(request, config));
      if (body.stream) {
        const includeUsage = body.stream_options?.include_usage === true;
        const chunks = new CompletionChunks({ ...head, hasLogprobs, includeUsage }, body.echo ? prompts : undefined);
        return sendEvents(reply, steps, chunks, config.KEEP_ALIVE_MS);
      }
      const newChoice = (index: number) => new CompletionChoice(index, hasLogprobs, body.echo ? prompts[index]! : '');
      const { model, choices, usage } = await collect(steps, newChoice);
      return { ...head, object: 'text_completion' as const, model, choices, usage };
    },
  );
}
