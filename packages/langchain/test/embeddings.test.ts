import { ServiceError } from '@pareto/contracts';
import { describe, expect, it } from 'vitest';
import { PortEmbeddings } from '../src/index.ts';
import { WordEmbedder } from './word-embedder.ts';

describe('PortEmbeddings', () => {
  it('embeds any number of texts as passages, in order, and a question as one', async () => {
    const embedder = new WordEmbedder();
    const embeddings = new PortEmbeddings({ embedder });
    const texts = ['one', 'two', 'three', 'four', 'five'];
    const vectors = await embeddings.embedDocuments(texts);
    expect(embedder.purposes).toEqual(['passage', 'passage', 'passage']);
    expect(await embeddings.embedDocuments([])).toEqual([]);
    for (const [i, text] of texts.entries()) expect(await embeddings.embedQuery(text)).toEqual(vectors[i]);
    expect(embedder.purposes.at(-1)).toBe('query');
    expect(Array.isArray(vectors[0])).toBe(true);
    expect(vectors[0]).toHaveLength(embedder.dimensions);
  });

  it('shows the errors of the port, and tries nothing twice', async () => {
    const embedder = new WordEmbedder();
    let tries = 0;
    embedder.embed = async () => {
      tries += 1;
      throw new ServiceError('embedder_failed', 'the server is down');
    };
    await expect(new PortEmbeddings({ embedder }).embedQuery('?')).rejects.toMatchObject({ code: 'embedder_failed' });
    expect(tries).toBe(1);
  });
});
