import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TfIdfVectorizer, wordsOf } from '../src/index.ts';

const golden = JSON.parse(readFileSync(join(import.meta.dirname, '../golden/tfidf.json'), 'utf8')) as {
  vocabulary: string[];
  idf: number[];
  texts: { text: string; terms: string[]; columns: number[]; weights: number[] }[];
};

describe('TfIdfVectorizer', () => {
  const vectorizer = new TfIdfVectorizer(golden.vocabulary, Float32Array.from(golden.idf));

  it.each(golden.texts)('cuts $text into the words that Python finds', ({ text, terms }) => {
    const words = wordsOf(text);
    expect([...words, ...words.slice(1).map((word, i) => `${words[i]} ${word}`)]).toEqual(terms);
  });

  it.each(golden.texts)('weighs $text as Python does', ({ text, columns, weights }) => {
    const vector = vectorizer.transform(text);
    expect([...vector.columns]).toEqual(columns);
    for (const [i, weight] of vector.weights.entries()) expect(weight).toBeCloseTo(weights[i]!, 6);
  });
});
