import type { PageBlock } from '@pareto/contracts';

const MAX_CONTEXT_CHARACTERS = 240;
const WHITE_SPACE = /\s+/g;

/** What the rows of a table mean: its caption, then the headers of its columns, each once. */
export function tableContext({ caption = '', rows = [] }: PageBlock): string {
  const columns = [...new Set(rows.flatMap((row) => row.cells.map(({ column }) => column.trim())))].filter(Boolean);
  const parts = [caption.trim(), columns.join(' | ')].filter(Boolean).map((part) => part.replace(WHITE_SPACE, ' '));
  return parts.join(' \u2014 ').slice(0, MAX_CONTEXT_CHARACTERS);
}
