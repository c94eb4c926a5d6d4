import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TfIdfVectorizer, wordsOf } from '../src/index.ts';

const golden = JSON.parse(readFileSync(join(import.meta.dirname, '../golden/tfidf.json'), 'utf8')) as {
  vocabulary: string[];
  idf: number[];
  texts: { text: string; terms: string[]; columns: number[]; weights: number[]; known_share: number }[];
};

describe('TfIdfVectorizer', () => {
  const vectorizer = new TfIdfVectorizer(golden.vocabulary, Float32Array.from(golden.idf));

  it.each(golden.texts)('cuts $text into the words that Python finds', ({ text, terms }) => {
    const words = wordsOf(text);
    expect([...words, ...words.slice(1).map((word, i) => `${words[i]} ${word}`)]).toEqual(terms);
  });

  it.each(golden.texts)('weighs $text as Python does', ({ text, columns, weights, known_share }) => {
    const vector = vectorizer.transform(text);
    expect([...vector.columns]).toEqual(columns);
    for (const [i, weight] of vector.weights.entries()) expect(weight).toBeCloseTo(weights[i]!, 6);
    expect(vector.knownShare).toBeCloseTo(known_share, 6);
  });

  it('tells how much of a text it knows, an unknown term weighing as much as the rarest known', () => {
    const small = new TfIdfVectorizer(['where', 'come', 'come from'], Float32Array.from([1, 2, 3]));
    expect(small.transform('where').knownShare).toBe(1);
    expect(small.transform('eggs').knownShare).toBe(0);
    expect(small.transform('').knownShare).toBe(0);
    // Known: come, come from. Unknown: eggs, from, and the pair of eggs and come.
    expect(small.transform('eggs come from').knownShare).toBeCloseTo(Math.sqrt(13 / (13 + 3 * 9)), 12);
    // A word that is said twice weighs 1 + ln 2: where; unknown is the pair of it with itself.
    expect(small.transform('where where').knownShare).toBeCloseTo(
      (1 + Math.log(2)) / Math.hypot(1 + Math.log(2), 3),
      12,
    );
  });
});
