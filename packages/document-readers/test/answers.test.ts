import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { answersOf } from '../src/process/answers.ts';
import type { ReaderAnswer } from '../src/process/protocol.ts';

const page = { number: 1, width: 0, height: 0, text: 'año', blocks: [], concealed: [] };
const block = { kind: 'paragraph', start: 0, end: 3, lines: [{ start: 0, end: 3 }] };

async function answers(...chunks: (string | Buffer)[]): Promise<ReaderAnswer[]> {
  return Array.fromAsync(answersOf(Readable.from(chunks.map((chunk) => Buffer.from(chunk)))));
}

const line = (value: unknown) => `${JSON.stringify(value)}\n`;

describe('answersOf', () => {
  it('reads lines however they are cut, letters of several bytes too', async () => {
    const bytes = Buffer.from(line({ type: 'page', page: { ...page, blocks: [block] } }) + line({ type: 'end' }));
    const single = Array.from(bytes, (_, i) => bytes.subarray(i, i + 1));
    for (const chunks of [[bytes], single, [bytes.subarray(0, 60), bytes.subarray(60)]]) {
      expect(await answers(...chunks)).toEqual([{ type: 'page', page: { ...page, blocks: [block] } }, { type: 'end' }]);
    }
  });

  it('puts a sign in the place of what no text may hold, so that spans stay true', async () => {
    const [answer] = await answers(line({ type: 'page', page: { ...page, text: 'a\0b\uD800c' } }));
    expect(answer).toEqual({ type: 'page', page: { ...page, text: 'a\uFFFDb\uFFFDc' } });
  });

  it.each([
    ['no JSON', 'opened\n'],
    ['an unknown type', line({ type: 'secret' })],
    ['an unknown failure', line({ type: 'failed', code: 'internal_error' })],
    ['pages that are no number', line({ type: 'opened', pages: 'many', title: '' })],
    ['a span outside of the text', line({ type: 'page', page: { ...page, blocks: [{ ...block, end: 4 }] } })],
    ['a span backwards', line({ type: 'page', page: { ...page, blocks: [{ ...block, start: 3, end: 1 }] } })],
    ['a box of no size', line({ type: 'page', page: { ...page, width: null } })],
  ])('refuses %s', async (_, text) => {
    await expect(answers(text)).rejects.toThrow();
  });

  it('leaves half a line alone', async () => {
    expect(await answers(line({ type: 'end' }), '{"type":"en')).toEqual([{ type: 'end' }]);
  });
});
