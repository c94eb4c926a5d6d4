import type { OpenCollections } from '../collections/open-collections.ts';
import { DenseEngine } from './dense-engine.ts';
import type { EngineName, SearchEngine } from './engine.ts';
import { HybridEngine } from './hybrid-engine.ts';
import { LexicalEngine } from './lexical-engine.ts';
import { UnavailableEngine } from './unavailable-engine.ts';
import { WordVectorEngine } from './word-vector-engine.ts';

/** Every engine by its name in the API. */
export function createEngines(collections: OpenCollections): Readonly<Record<EngineName, SearchEngine>> {
  const bm25 = new LexicalEngine('bm25');
  const minilm = new DenseEngine(collections);
  return {
    bm25,
    minilm,
    tfidf: new LexicalEngine('tfidf'),
    glove: new WordVectorEngine(collections.catalogue),
    word2vec: new UnavailableEngine(
      'word2vec',
      'no word2vec vectors are trained yet; "glove" ranks by the same kind of vectors',
    ),
    hybrid: new HybridEngine(bm25, minilm),
  };
}
