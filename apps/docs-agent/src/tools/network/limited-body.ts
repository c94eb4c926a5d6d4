import { ServiceError } from '@pareto/contracts';

const LF = 0x0a;
const CR = 0x0d;

export interface BodyLimit {
  readonly maxBytes: number;
  /** Whether the limit is that of each event: a stream of events may go on for days, and none of them is long. */
  readonly isEvents: boolean;
  /** Who answers, for the message. */
  readonly host: string;
}

/** The same body, which breaks off with ServiceError `tool_answer_invalid` where more comes than the limit. */
export function limitedBody(
  body: ReadableStream<Uint8Array>,
  { maxBytes, isEvents, host }: BodyLimit,
): ReadableStream<Uint8Array> {
  const events = new EventLength();
  let bytes = 0;
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes = isEvents ? events.longest(chunk) : bytes + chunk.length;
      if (bytes <= maxBytes) controller.enqueue(chunk);
      else
        controller.error(new ServiceError('tool_answer_invalid', `${host} answers with more than ${maxBytes} bytes`));
    },
  });
  return body.pipeThrough(limit);
}

/** Counts the bytes of events in an event stream (HTML Standard, 9.2.5): a blank line ends one. */
class EventLength {
  #event = 0;
  #line = 0;
  #last = 0;

  /** The length of the longest event that has bytes in the chunk, as far as it came. */
  longest(chunk: Uint8Array): number {
    let longest = 0;
    for (const byte of chunk) {
      this.#event += 1;
      if (this.#event > longest) longest = this.#event;
      const isEnd = byte === CR || (byte === LF && this.#last !== CR);
      if (isEnd && this.#line === 0) this.#event = 0;
      if (isEnd) this.#line = 0;
      else if (byte !== LF) this.#line += 1;
      this.#last = byte;
    }
    return longest;
  }
}
