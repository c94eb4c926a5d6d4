import { describe, expect, it } from 'vitest';
import { dataEvent, withFiller } from '../src/event-stream.ts';

describe('withFiller', () => {
  it('fills silence and passes every value on', async () => {
    let speak = () => {};
    async function* source() {
      yield 'a';
      await new Promise<void>((resolve) => {
        speak = resolve;
      });
      yield 'b';
    }
    const seen: string[] = [];
    for await (const value of withFiller(source(), 5, '.')) {
      seen.push(value);
      if (seen.length === 3) speak();
    }
    expect(seen.slice(0, 3)).toEqual(['a', '.', '.']);
    expect(seen.at(-1)).toBe('b');
  });

  it('passes failures on, and ends the source with itself', async () => {
    let isEnded = false;
    async function* source() {
      try {
        yield 'a';
        yield 'b';
      } finally {
        isEnded = true;
      }
    }
    for await (const _ of withFiller(source(), 1_000, '.')) break;
    expect(isEnded).toBe(true);
    // biome-ignore lint/correctness/useYield: it fails before it has anything to say
    async function* failing(): AsyncGenerator<string> {
      throw new Error('broken');
    }
    await expect(withFiller(failing(), 1_000, '.').next()).rejects.toThrow('broken');
  });
});

describe('an event', () => {
  it('is one line, whatever the text holds', () => {
    expect(dataEvent({ content: 'a\n\nb\r' })).toBe('data: {"content":"a\\n\\nb\\r"}\n\n');
  });
});
