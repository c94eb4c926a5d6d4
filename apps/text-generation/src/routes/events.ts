import { Readable } from 'node:stream';
import type { GenerationEvent, TokenUsage } from '@pareto/contracts';
import {
  comment,
  dataEvent,
  EVENT_STREAM_HEADERS,
  toOpenAiError,
  toServiceError,
  withFiller,
} from '@pareto/service-kit';
import type { FastifyReply } from 'fastify';
import type { GenerationStep } from '../use-cases/generate.ts';

/** Turns the events of an answer into the chunks of its route. */
export interface Chunks {
  of(model: string, choice: number, event: GenerationEvent): object[];
  usage(model: string, usage: TokenUsage): object[];
}

const IDLE = { type: 'idle' } as const;
/** The end of a stream, in OpenAI's protocol. */
const DONE = 'data: [DONE]\n\n';

/**
 * Answers with server-sent events. What fails before the first of them has a status of its own; what fails later is an
 * event with the error, and no `[DONE]` follows.
 * @param idleMs after which a comment keeps the connection open.
 */
export async function sendEvents(
  reply: FastifyReply,
  steps: AsyncGenerator<GenerationStep>,
  chunks: Chunks,
  idleMs: number,
): Promise<FastifyReply> {
  const values = withFiller<GenerationStep | typeof IDLE>(steps, idleMs, IDLE);
  const first = await values.next();
  // Bytes and not objects, so that the stream's buffer is bounded in bytes and a slow reader slows the model down.
  const stream = Readable.from(lines(first, values, chunks, reply), { objectMode: false });
  return reply.headers(EVENT_STREAM_HEADERS).send(stream);
}

async function* lines(
  first: IteratorResult<GenerationStep | typeof IDLE, void>,
  values: AsyncGenerator<GenerationStep | typeof IDLE>,
  chunks: Chunks,
  reply: FastifyReply,
): AsyncGenerator<string> {
  let model = '';
  try {
    for (let result = first; !result.done; result = await values.next()) {
      const step = result.value;
      if (step.type === 'queued') yield comment(`queued, position ${step.position}`);
      else if (step.type === 'idle') yield comment('waiting');
      else if (step.type === 'started') model = step.model;
      else {
        const made =
          step.type === 'usage' ? chunks.usage(model, step.usage) : chunks.of(model, step.choice, step.event);
        if (made.length > 0) yield made.map((chunk) => dataEvent(chunk)).join('');
      }
    }
    yield DONE;
  } catch (thrown) {
    const error = toServiceError(thrown);
    if (error.code === 'request_cancelled') return;
    reply.log.warn({ code: error.code, ...(error.kind === 'internal' ? { err: thrown } : {}) }, 'failed in a stream');
    yield dataEvent(toOpenAiError(error));
  } finally {
    await values.return(undefined);
  }
}
