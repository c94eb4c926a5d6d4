import type { Readable } from 'node:stream';
import { answerSchema } from './messages.ts';
import type { ReaderAnswer } from './protocol.ts';

/** No honest page is as large: 32 MiB of JSON. */
const MAX_LINE_BYTES = 32 * 2 ** 20;

/** Lines of a child's output, each checked. Reads on only when asked, so that a fast child waits for a slow reader. */
export async function* answersOf(output: Readable): AsyncGenerator<ReaderAnswer> {
  let parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of output as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      const line = Buffer.concat([...parts, chunk.subarray(start, end)]).toString('utf8');
      parts = [];
      length = 0;
      start = end + 1;
      yield answerSchema.parse(JSON.parse(line));
    }
    parts.push(chunk.subarray(start));
    length += chunk.length - start;
    if (length > MAX_LINE_BYTES) throw new RangeError('An answer of the child is too long.');
  }
}
