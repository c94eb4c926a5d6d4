import { describe, expect, it } from 'vitest';
import { Incidents } from '../src/incidents/incidents.ts';
import { MinHash, similarity } from '../src/incidents/min-hash.ts';
import { OUTAGE, UNRELATED } from './outage.ts';

const MINUTE = 60_000;

function incidents(changes: Partial<{ windowMs: number; tickets: number; similarity: number }> = {}) {
  let now = 1_000_000;
  const limits = { windowMs: 15 * MINUTE, tickets: 5, similarity: 0.5, ...changes };
  const watched = new Incidents(limits, () => now, Buffer.alloc(32, 7));
  return { watched, pass: (ms: number) => (now += ms), now: () => now };
}

describe('MinHash', () => {
  const hash = new MinHash(Buffer.alloc(32, 1));

  it('estimates the share of words and pairs that two texts have in common', () => {
    const words = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) => String.fromCharCode(97 + (from + i) / 26, 97 + ((from + i) % 26)));
    const [a, b] = [words(0, 150).join(' '), words(50, 200).join(' ')];
    // Words: 100 of 200; pairs: 99 of 199.
    expect(similarity(hash.signatureOf(a)!, hash.signatureOf(b)!)).toBeCloseTo(199 / 399, 0.9);
    expect(similarity(hash.signatureOf(a)!, hash.signatureOf(a)!)).toBe(1);
  });

  it('depends on its secret, and has nothing for a text without words', () => {
    const other = new MinHash(Buffer.alloc(32, 2));
    expect(other.signatureOf('no entry')).not.toEqual(hash.signatureOf('no entry'));
    expect(hash.signatureOf('123 ?!')).toBeUndefined();
  });
});

describe('Incidents', () => {
  it('finds a burst of reports of one thing among others, with its label and rate', () => {
    const { watched, pass, now } = incidents();
    const first = now();
    for (const [i, text] of OUTAGE.entries()) {
      watched.record('desk', text, i === 0 ? undefined : 'billing');
      watched.record('desk', UNRELATED[i]!, 'delivery');
      pass(MINUTE);
    }
    expect(watched.list()).toEqual([
      {
        id: expect.any(String),
        model: 'desk',
        label: 'billing',
        count: 5,
        firstSeen: first,
        lastSeen: first + 4 * MINUTE,
        ratePerMinute: 1,
      },
    ]);
  });

  it('says nothing below the threshold, and counts models apart', () => {
    const { watched } = incidents();
    for (const text of OUTAGE.slice(1)) watched.record('desk', text, 'billing');
    watched.record('other', OUTAGE[0]!, 'billing');
    expect(watched.list()).toEqual([]);
  });

  it('lets tickets roll out of the window', () => {
    const { watched, pass } = incidents();
    for (const text of OUTAGE) {
      watched.record('desk', text, 'billing');
      pass(4 * MINUTE);
    }
    // The first came 20 minutes ago: four are left of a window of 15.
    expect(watched.list()).toEqual([]);
    watched.record('desk', OUTAGE[0]!, 'billing');
    expect(watched.list()).toEqual([]);
    watched.record('desk', OUTAGE[0]!, 'billing');
    expect(watched.list()).toMatchObject([{ count: 5 }]);
    pass(16 * MINUTE);
    expect(watched.list()).toEqual([]);
  });

  it('keeps an incident through a flood of tickets that are all different', () => {
    const { watched } = incidents();
    for (const text of OUTAGE) watched.record('desk', text, 'billing');
    const word = (i: number) => `w${i.toString(26).replace(/\d/g, (digit) => 'klmnopqrst'[Number(digit)]!)}`;
    for (let i = 0; i < 2_500; i += 1) watched.record('desk', `${word(i)} ${word(3 * i + 20_000)}`, 'x');
    expect(watched.list().map(({ label, count }) => [label, count])).toEqual([['billing', 5]]);
  });
});
