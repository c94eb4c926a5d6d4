import { embedAll, type TextEmbedder } from '@pareto/contracts';
import type { Library } from './ports.ts';

/** `Library.similarities` by an embedder: cosines, since vectors have length 1. */
export function similaritiesBy(embedder: TextEmbedder): NonNullable<Library['similarities']> {
  return async (question, texts, signal) => {
    const [[asked], others] = await Promise.all([
      embedder.embed([question], { purpose: 'query', signal }),
      embedAll(embedder, texts, { purpose: 'passage', signal }),
    ]);
    return others.map((vector) => vector.reduce((sum, x, i) => sum + x * asked![i]!, 0));
  };
}
