import type { PageBlock, TableRow } from '@pareto/contracts';

const MAX_CONTEXT_CHARACTERS = 240;
const WHITE_SPACE = /\s+/g;

/** What the rows of a table mean: its caption, then the headers of its columns, each once. */
export function tableContext({ caption = '', rows = [] }: PageBlock): string {
  const columns = [...new Set(rows.flatMap((row) => row.cells.map(({ column }) => column.trim())))].filter(Boolean);
  const parts = [caption.trim(), columns.join(' | ')].filter(Boolean).map((part) => part.replace(WHITE_SPACE, ' '));
  return parts.join(' \u2014 ').slice(0, MAX_CONTEXT_CHARACTERS);
}

/** What a row belongs to, where its label says so: "Revenue" of the row "Subscription" that is labelled "Revenue: Subscription". */
export function rowGroup({ label, start, end }: TableRow, text: string): string {
  const own = text.slice(start, end);
  for (let cut = label.lastIndexOf(': '); cut > 0; cut = label.lastIndexOf(': ', cut - 1)) {
    if (own.startsWith(label.slice(cut + 2))) return label.slice(0, cut);
  }
  return '';
}
