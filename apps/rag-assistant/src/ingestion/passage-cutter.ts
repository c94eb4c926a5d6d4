import { PageChunker } from '@pareto/chunking';
import type { DocumentPage, TokenCounter } from '@pareto/contracts';
import { embedText } from '@pareto/retrieval';
import type { NumberedPassage } from '../catalogue/pages.ts';

/** Small, so that what matches is what is meant. */
const PASSAGE_TOKENS = 160;

export interface CutPassage extends Omit<NumberedPassage, 'number'> {
  /** What the embedder reads. */
  readonly embedText: string;
}

/** Cuts the pages of one document, in order, into passages. */
export class PassageCutter {
  readonly #chunker: PageChunker;

  constructor(countTokens: TokenCounter) {
    this.#chunker = new PageChunker({ maxTokens: PASSAGE_TOKENS, countTokens });
  }

  cut(page: DocumentPage): CutPassage[] {
    return this.#chunker.chunk(page).map((chunk) => ({
      page: chunk.page,
      start: chunk.start,
      end: chunk.end,
      text: chunk.text,
      headings: chunk.headings,
      context: chunk.context,
      embedText: embedText(chunk),
    }));
  }
}
