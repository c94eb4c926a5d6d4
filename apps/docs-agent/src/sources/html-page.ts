import type { DocumentPage, DocumentReader, PageBlock } from '@pareto/contracts';

/** The Markdown of an HTML file, read as a document that nobody vouches for: scripts and hidden text are left out. */
export async function htmlToMarkdown(reader: DocumentReader, file: string, signal?: AbortSignal): Promise<string> {
  const pages: string[] = [];
  for await (const page of reader.read(file, { name: file, signal })) pages.push(markdownOf(page));
  return pages.join('\n\n');
}

function markdownOf({ text, blocks }: DocumentPage): string {
  return blocks.map((block) => blockToMarkdown(block, text.slice(block.start, block.end))).join('\n\n');
}

function blockToMarkdown({ kind, level = 1 }: PageBlock, text: string): string {
  if (kind === 'heading') return `${'#'.repeat(Math.min(level, 6))} ${text.replace(/\s+/g, ' ')}`;
  // What begins like a heading is a line of code or of prose here.
  return text.replace(/^#/gm, '\\#');
}
