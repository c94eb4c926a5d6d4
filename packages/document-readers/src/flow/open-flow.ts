import type { OpenDocument } from '../open-document.ts';
import type { FlowBlock } from './flow-block.ts';
import { paginate } from './paginate.ts';

/** A flow as a document of pages. */
export function openFlow({ title, blocks }: { title: string; blocks: Iterable<FlowBlock> }): OpenDocument {
  const pages = paginate(blocks);
  return {
    pages: pages.length,
    title,
    async *read() {
      yield* pages;
    },
    close: async () => {},
  };
}
