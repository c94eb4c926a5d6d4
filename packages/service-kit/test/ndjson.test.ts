import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NdjsonLine, readNdjson } from '../src/index.ts';

async function read(chunks: readonly (string | Buffer)[], maxLineCharacters = 1_000): Promise<NdjsonLine[]> {
  async function* body() {
    for (const chunk of chunks) yield Buffer.from(chunk);
  }
  return Array.fromAsync(readNdjson(body(), { maxLineCharacters }));
}

describe('readNdjson', () => {
  it('reads what was written, wherever the bytes are cut', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue()),
        fc.array(fc.integer({ min: 1, max: 20 })),
        fc.boolean(),
        async (values, cuts, crlf) => {
          const bytes = Buffer.from(values.map((value) => JSON.stringify(value)).join(crlf ? '\r\n' : '\n'));
          const chunks: Buffer[] = [];
          for (let at = 0, i = 0; at < bytes.length; i += 1) {
            const size = cuts[i % Math.max(1, cuts.length)] ?? bytes.length;
            chunks.push(bytes.subarray(at, at + size));
            at += size;
          }
          const lines = await read(chunks, 100_000);
          expect(lines.map((line) => ('value' in line ? line.value : line.problem))).toEqual(
            values.map((value) => JSON.parse(JSON.stringify(value))),
          );
        },
      ),
    ));

  it('reports bad lines by number and goes on', async () => {
    expect(await read(['{"a":1}\n{bad\n\n  \n{"b":2}'])).toEqual([
      { line: 1, value: { a: 1 } },
      { line: 2, problem: 'is not JSON' },
      { line: 5, value: { b: 2 } },
    ]);
  });

  it('passes over a line that is too long, in one chunk or many', async () => {
    const long = `"${'x'.repeat(50)}"`;
    const expected = [
      { line: 1, problem: 'is longer than 20 characters' },
      { line: 2, value: 1 },
    ];
    expect(await read([`${long}\n1`], 20)).toEqual(expected);
    expect(await read([...`${long}\n1`], 20)).toEqual(expected);
  });
});
