import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StopTexts } from '../src/stop-texts.ts';

function read(pieces: readonly string[], stops: readonly string[]) {
  const reader = new StopTexts(stops);
  let sent = '';
  for (const piece of pieces) {
    const { text, stopped } = reader.push(piece);
    sent += text;
    if (stopped) return { sent, stopped };
  }
  return { sent: sent + reader.end(), stopped: false };
}

describe('StopTexts', () => {
  it('ends at the first stop text and sends nothing of it, however the text is cut', () => {
    expect(read(['one EN', 'D two'], ['END'])).toEqual({ sent: 'one ', stopped: true });
    expect(read(['a', 'a', 'b'], ['aab', 'b'])).toEqual({ sent: '', stopped: true });
    expect(read(['###', '#'], ['####x'])).toEqual({ sent: '####', stopped: false });
  });

  it('agrees with a search in the whole text', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 12 });
    const stops = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 3 }), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 6 }), stops, (pieces, marks) => {
        const { sent, stopped } = read(pieces, marks);
        const whole = pieces.join('');
        expect(stopped).toBe(marks.some((mark) => whole.includes(mark)));
        if (!stopped) expect(sent).toBe(whole);
        else {
          expect(whole.startsWith(sent)).toBe(true);
          expect(marks.some((mark) => whole.slice(sent.length).startsWith(mark))).toBe(true);
          expect(marks.some((mark) => sent.includes(mark))).toBe(false);
        }
      }),
    );
  });
});
