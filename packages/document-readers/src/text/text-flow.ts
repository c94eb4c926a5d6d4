import { type FlowBlock, withoutSoftHyphens } from '../flow/flow-block.ts';

/** Paragraphs of a plain text, parted by empty lines; a form feed ends a page. */
export function textFlow(text: string): { title: string; blocks: FlowBlock[] } {
  const blocks: FlowBlock[] = [];
  withoutSoftHyphens(text)
    .split('\f')
    .forEach((page, i) => {
      if (i > 0) blocks.push({ kind: 'page-break' });
      for (const paragraph of page.split(/\r?\n(?:[ \t]*\r?\n)+/)) {
        const lines = paragraph.split(/\r?\n|\r/).map((line) => line.trimEnd());
        const written = lines.filter(Boolean).join('\n');
        if (written) blocks.push({ kind: 'paragraph', text: written });
      }
    });
  return { title: '', blocks };
}
