import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { comment, dataEvent, EVENT_STREAM_HEADERS, withFiller } from './event-stream.ts';
import { toServiceError } from './problem.ts';

export interface NamedEvent {
  /** What a client that lost its connection sends back as `Last-Event-ID`. */
  readonly id?: string | undefined;
  readonly event: string;
  readonly data: object;
}

const IDLE = Symbol('idle');

/**
 * Answers with server-sent events. What fails before the first has a status of its own; what fails later is an event
 * `error`, the last.
 * @param idleMs after which a comment keeps the connection open.
 */
export async function sendNamedEvents(
  reply: FastifyReply,
  events: AsyncGenerator<NamedEvent>,
  idleMs: number,
): Promise<FastifyReply> {
  const values = withFiller<NamedEvent | typeof IDLE>(events, idleMs, IDLE);
  const first = await values.next();
  // Bytes and not objects, so that the stream's buffer is bounded in bytes and a slow reader slows the source down.
  return reply.headers(EVENT_STREAM_HEADERS).send(Readable.from(lines(first, values, reply), { objectMode: false }));
}

async function* lines(
  first: IteratorResult<NamedEvent | typeof IDLE, void>,
  values: AsyncGenerator<NamedEvent | typeof IDLE>,
  reply: FastifyReply,
): AsyncGenerator<string> {
  try {
    for (let result = first; !result.done; result = await values.next()) {
      yield result.value === IDLE
        ? comment('waiting')
        : dataEvent(result.value.data, result.value.event, result.value.id);
    }
  } catch (thrown) {
    const error = toServiceError(thrown);
    if (error.code === 'request_cancelled') return;
    reply.log.warn({ code: error.code, ...(error.kind === 'internal' ? { err: thrown } : {}) }, 'failed in a stream');
    yield dataEvent({ code: error.code, detail: error.message }, 'error');
  } finally {
    await values.return(undefined);
  }
}
