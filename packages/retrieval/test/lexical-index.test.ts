import { byScore } from '@pareto/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEXICAL_RANKERS, LexicalIndex, type LexicalRanker } from '../src/index.ts';

/** Few words, so that documents share them, and enough documents to trigger compaction. */
const word = fc.constantFrom('ant', 'bee', 'cat', 'dog', 'elk', 'fox', 'gnu', 'hen');
const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '));
const id = fc.integer({ min: 0, max: 15 }).map(String);
const corpus = fc.dictionary(id, text, { minKeys: 1 }).map((texts) => new Map(Object.entries(texts)));
const ranker = fc.constantFrom(...LEXICAL_RANKERS);

type Corpus = ReadonlyMap<string, string>;
const wordsOf = (text: string) => text.split(' ').filter((word) => word !== '');
const count = (words: readonly string[], wanted: string) => words.filter((word) => word === wanted).length;
const documentFrequency = (corpus: Corpus, wanted: string) =>
  [...corpus.values()].filter((text) => wordsOf(text).includes(wanted)).length;

/** The formulas of the docstrings, written down as they stand. */
const NAIVE: Record<LexicalRanker, (query: string, text: string, corpus: Corpus) => number> = {
  bm25(query, text, corpus) {
    const words = wordsOf(text);
    const total = [...corpus.values()].reduce((sum, other) => sum + wordsOf(other).length, 0);
    return wordsOf(query).reduce((sum, term) => {
      const df = documentFrequency(corpus, term);
      const tf = count(words, term);
      const idf = Math.log(1 + (corpus.size - df + 0.5) / (df + 0.5));
      const length = total === 0 ? 1 : words.length / (total / corpus.size);
      return sum + (idf * tf * 2.2) / (tf + 1.2 * (0.25 + 0.75 * length));
    }, 0);
  },
  tfidf(query, text, corpus) {
    const vector = (words: readonly string[]) =>
      new Map(
        words
          .map((term) => [term, documentFrequency(corpus, term)] as const)
          .filter(([, df]) => df > 0)
          .map(([term, df]) => {
            return [term, (1 + Math.log(count(words, term))) * (Math.log((1 + corpus.size) / (1 + df)) + 1)];
          }),
      );
    const [a, b] = [vector(wordsOf(query)), vector(wordsOf(text))];
    const product = [...a].reduce((sum, [term, weight]) => sum + weight * (b.get(term) ?? 0), 0);
    return product === 0 ? 0 : product / (Math.hypot(...a.values()) * Math.hypot(...b.values()));
  },
};

function indexOf(corpus: Corpus): LexicalIndex {
  const index = new LexicalIndex({ language: 'none' });
  for (const [id, text] of corpus) index.upsert(id, text);
  return index;
}

function closeTo(actual: readonly { id: string; score: number }[], expected: readonly { id: string; score: number }[]) {
  expect(actual.map(({ score }) => score)).toEqual(expected.map(({ score }) => expect.closeTo(score, 9)));
}

describe('LexicalIndex', () => {
  it('scores as the formulas say', () => {
    fc.assert(
      fc.property(corpus, text, ranker, (corpus, query, engine) => {
        const ids = [...corpus.keys()];
        const expected = ids.map((id) => expect.closeTo(NAIVE[engine](query, corpus.get(id)!, corpus), 9));
        expect(indexOf(corpus).scores(query, ids, engine)).toEqual(expected);
      }),
    );
  });

  it('returns the k best that share a term, in the order of every ranking', () => {
    fc.assert(
      fc.property(corpus, text, ranker, fc.integer({ min: 0, max: 20 }), (corpus, query, engine, k) => {
        const index = indexOf(corpus);
        const ids = [...corpus.keys()];
        const all = index
          .scores(query, ids, engine)
          .map((score, i) => ({ id: ids[i]!, score }))
          .filter(({ score }) => score > 0);
        expect(index.search(query, { engine, k })).toEqual(all.sort(byScore).slice(0, k));
      }),
    );
  });

  it('ranks after any history of writes as an index built anew', () => {
    const write = fc.oneof(fc.record({ id, text }), fc.record({ id, text: fc.constant(undefined) }));
    fc.assert(
      fc.property(fc.array(write, { maxLength: 80 }), text, ranker, (history, query, engine) => {
        const index = new LexicalIndex({ language: 'none' });
        const corpus = new Map<string, string>();
        for (const { id, text } of history) {
          if (text === undefined) {
            index.delete(id);
            corpus.delete(id);
          } else {
            index.upsert(id, text);
            corpus.set(id, text);
          }
        }
        expect(index.size).toBe(corpus.size);
        closeTo(index.search(query, { engine, k: 20 }), indexOf(corpus).search(query, { engine, k: 20 }));
      }),
    );
  });

  it('explains a score as the sum of its terms', () => {
    fc.assert(
      fc.property(corpus, text, ranker, (corpus, query, engine) => {
        const index = indexOf(corpus);
        for (const id of corpus.keys()) {
          const parts = index.explain(query, id, engine);
          const [score] = index.scores(query, [id], engine);
          expect(parts.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(score!, 9);
          expect(parts.map(({ weight }) => weight)).toEqual(parts.map(({ weight }) => weight).sort((a, b) => b - a));
        }
      }),
    );
  });

  it('finds the k best among the accepted documents only', () => {
    const index = indexOf(
      new Map([
        ['a', 'cat cat'],
        ['b', 'cat'],
        ['c', 'cat dog'],
        ['d', 'dog'],
      ]),
    );
    const hits = index.search('cat', { engine: 'bm25', k: 2, accept: (id) => id !== 'a' });
    expect(hits.map(({ id }) => id)).toEqual(['b', 'c']);
  });

  it('searches titles with the text', () => {
    const index = new LexicalIndex({ language: 'en' });
    index.upsert('a', 'nothing to see', { title: 'Graceful shutdown' });
    expect(index.search('shutdowns', { engine: 'bm25', k: 5 }).map(({ id }) => id)).toEqual(['a']);
  });

  it('answers nothing for an empty index, an unknown word and an unknown id', () => {
    const index = new LexicalIndex({ language: 'en' });
    expect(index.search('cat', { engine: 'tfidf', k: 5 })).toEqual([]);
    index.upsert('a', 'cat');
    index.delete('b');
    expect(index.search('dog', { engine: 'tfidf', k: 5 })).toEqual([]);
    expect(index.scores('cat', ['b'], 'bm25')).toEqual([0]);
    expect(index.explain('cat', 'b', 'bm25')).toEqual([]);
  });
});
