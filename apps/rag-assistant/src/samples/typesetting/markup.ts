import type { Block, Column, Table } from './blocks.ts';

/**
 * Reads a small markup: `#`, `##`, `###` headings; paragraphs; `-` and `1.` lists; `|` tables, whose separator row says
 * how columns are aligned (`---:` is right) and which may have a line `Table: caption` above; `> ` notes; `:::columns`
 * to `:::`; `:::page` for a new page; `:::contents`; `:::centred TEXT`. Blocks are parted by blank lines.
 */
export function parseMarkup(source: string): Block[] {
  const chunks = source
    .trim()
    .split(/\n[ \t]*\n/)
    .map((chunk) => chunk.split('\n').map((line) => line.trim()));
  const blocks: Block[] = [];
  let columns: Block[] | undefined;
  for (const lines of chunks) {
    const first = lines[0]!;
    if (first === ':::columns') columns = [];
    else if (first === ':::') {
      if (!columns) throw new Error('markup: columns end that never began');
      blocks.push({ kind: 'columns', blocks: columns });
      columns = undefined;
    } else (columns ?? blocks).push(parseBlock(lines));
  }
  if (columns) throw new Error('markup: columns that never end');
  return blocks;
}

function parseBlock(lines: readonly string[]): Block {
  const first = lines[0]!;
  const heading = /^(#{1,3}) (.+)$/.exec(first);
  if (heading && lines.length === 1) {
    return { kind: 'heading', level: heading[1]!.length as 1 | 2 | 3, text: heading[2]! };
  }
  if (first === ':::page') return { kind: 'page-break' };
  if (first === ':::contents') return { kind: 'contents' };
  if (first.startsWith(':::centred ')) {
    return { kind: 'paragraph', text: first.slice(':::centred '.length), style: 'centred' };
  }
  if (/^(Table: |\|)/.test(first)) return { kind: 'table', table: parseTable(lines) };
  if (first.startsWith('> ')) {
    return { kind: 'paragraph', text: lines.map((line) => line.replace(/^> ?/, '')).join(' '), style: 'note' };
  }
  if (/^(- |\d+\. )/.test(first)) return parseList(lines);
  return { kind: 'paragraph', text: lines.join(' ') };
}

function parseList(lines: readonly string[]): Block {
  const items: string[] = [];
  for (const line of lines) {
    const item = /^(?:- |\d+\. )(.*)$/.exec(line);
    if (item) items.push(item[1]!);
    else items[items.length - 1] += ` ${line}`;
  }
  return { kind: 'list', ordered: /^\d/.test(lines[0]!), items };
}

function parseTable(lines: readonly string[]): Table {
  const caption = lines[0]!.startsWith('Table: ') ? lines[0]!.slice('Table: '.length) : undefined;
  const [head, separator, ...body] = (caption === undefined ? lines : lines.slice(1)).map(cellsOf);
  if (!head || !separator) throw new Error('markup: a table without header');
  const rows = body.map((cells) => ({ cells }));
  const columns = separator.map((mark, index): Column => {
    const longest = Math.max(...[head, ...body].map((cells) => cells[index]?.length ?? 0));
    return { align: mark.endsWith(':') ? 'right' : 'left', weight: Math.max(9, Math.min(longest, 34)) };
  });
  return { caption, columns, header: [head.map((text) => ({ text, span: 1 }))], rows };
}

function cellsOf(line: string): string[] {
  return line
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());
}
