import { CODE, PROSE } from './boundaries.ts';
import type { Chunk, ChunkOptions } from './chunk.ts';
import { fit, join } from './fit.ts';
import { type Block, markdownBlocks } from './markdown-blocks.ts';

/** Sections with fewer tokens than this are read together with the subsection that follows. */
const SMALL_SECTION_TOKENS = 32;

interface Section {
  readonly headings: readonly string[];
  readonly level: number;
  readonly blocks: Block[];
}

/**
 * Cuts a Markdown source at its headings, and long sections at their blocks. A code block stays whole when it fits a
 * chunk. Chunks are in order, do not overlap, and leave out nothing but white space between them.
 */
export function chunkMarkdown(source: string, options: ChunkOptions): Chunk[] {
  return joinSmallSections(sectionsOf(source), source, options).flatMap(({ headings, blocks }) => {
    const pieces = blocks.flatMap((block) => fit(source, block, block.kind === 'code' ? CODE : PROSE, options));
    return join(source, pieces, options).map(({ start, end, tokens }) => {
      return { text: source.slice(start, end), start, end, headings, tokens };
    });
  });
}

function sectionsOf(source: string): Section[] {
  const sections: Section[] = [{ headings: [], level: 0, blocks: [] }];
  const path: { level: number; heading: string }[] = [];
  for (const block of markdownBlocks(source)) {
    if (block.kind === 'heading') {
      while (path.length > 0 && path.at(-1)!.level >= block.level) path.pop();
      path.push(block);
      sections.push({ headings: path.map(({ heading }) => heading), level: block.level, blocks: [block] });
    } else {
      sections.at(-1)!.blocks.push(block);
    }
  }
  return sections.filter((section) => section.blocks.length > 0);
}

/** A heading with hardly a word under it says nothing alone: it goes with the subsection that follows. */
function joinSmallSections(sections: readonly Section[], source: string, { countTokens }: ChunkOptions): Section[] {
  const joined: Section[] = [];
  let pending: Block[] = [];
  sections.forEach((section, i) => {
    const blocks = [...pending, ...section.blocks];
    const next = sections[i + 1];
    const length = blocks.at(-1)!.end - blocks[0]!.start;
    const isSmall =
      length < SMALL_SECTION_TOKENS * 8 &&
      countTokens(source.slice(blocks[0]!.start, blocks.at(-1)!.end)) < SMALL_SECTION_TOKENS;
    if (isSmall && next && next.level > section.level && section.level > 0) {
      pending = blocks;
    } else {
      joined.push({ ...section, blocks });
      pending = [];
    }
  });
  return joined;
}
