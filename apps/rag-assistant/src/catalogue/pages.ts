import type { Box, ConcealedText, DocumentPage, TextLine } from '@pareto/contracts';
import type { PageContent, Passage } from '../passages.ts';
import type { Database } from './database.ts';
import type { DocumentStatus } from './documents.ts';

/** A passage as it is cut, with its number in the version: 0, 1, 2, … */
export interface NumberedPassage extends Omit<Passage, 'id' | 'documentId'> {
  readonly number: number;
}

interface PageRow {
  documentId: string;
  number: number;
  width: number;
  height: number;
  text: string;
  lines: string;
  concealed: string;
}

interface PassageRow extends Omit<Passage, 'id' | 'headings' | 'text'> {
  version: number;
  number: number;
  headings: string;
}

export interface StoredPage extends PageContent {
  readonly width: number;
  readonly height: number;
  readonly concealed: readonly ConcealedText[];
}

/** Names a passage in the vector store and the lexical index. */
export function passageId(version: number, number: number): string {
  return `${version}-${number}`;
}

function parsePassageId(id: string): [version: number, number: number] {
  const [version, number] = id.split('-').map(Number);
  return [version!, number!];
}

const PASSAGE = `SELECT p.version, p.number, v.document AS documentId, p.page, p.start, p."end", p.headings, p.context
  FROM passages p JOIN versions v ON v.key = p.version WHERE p.version = ?`;

/** What was read: pages with their lines, and the passages cut from them. A passage's text is a slice of its page's. */
export class Pages {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  save(version: number, { number, width, height, text, blocks, concealed }: DocumentPage): void {
    const lines = blocks.flatMap((block) => block.lines).map(toTuple);
    this.#db.run(
      'INSERT OR REPLACE INTO pages (version, number, width, height, text, lines, concealed) VALUES (?, ?, ?, ?, ?, ?, ?)',
      version,
      number,
      width,
      height,
      text,
      JSON.stringify(lines),
      JSON.stringify(concealed),
    );
  }

  progress(version: number, status: DocumentStatus, pagesDone: number): void {
    this.#db.run('UPDATE versions SET status = ?, pages_done = ? WHERE key = ?', status, pagesDone, version);
  }

  /** Notes, before it happens, that passages below `end` may come to be in the vector store. */
  beginPassages(version: number, end: number): void {
    this.#db.run('UPDATE versions SET passages_begun = max(passages_begun, ?) WHERE key = ?', end, version);
  }

  /** Notes passages that were read back from the vector store. */
  savePassages(version: number, passages: readonly NumberedPassage[]): void {
    this.#db.transaction(() => {
      for (const { number, page, start, end, headings, context } of passages) {
        this.#db.run(
          'INSERT OR REPLACE INTO passages (version, number, page, start, "end", headings, context) VALUES (?, ?, ?, ?, ?, ?, ?)',
          version,
          number,
          page,
          start,
          end,
          JSON.stringify(headings),
          context,
        );
      }
      const done = passages.at(-1)!.number + 1;
      this.#db.run('UPDATE versions SET passages_done = ? WHERE key = ?', done, version);
    });
  }

  /** Notes the end of reading: how many pages there were and what was hidden on them. */
  finishReading(version: number, pages: number, concealed: number): void {
    this.#db.run('UPDATE versions SET pages = ?, concealed = ? WHERE key = ?', pages, concealed, version);
  }

  /** Begins a version that nobody sees yet anew, in another format. */
  reset(version: number, format: string): void {
    this.#db.transaction(() => {
      this.#db.run('DELETE FROM passages WHERE version = ?', version);
      this.#db.run('DELETE FROM pages WHERE version = ?', version);
      this.#db.run('UPDATE versions SET format = ?, passages_done = 0 WHERE key = ?', format, version);
    });
  }

  /** Forgets pages and passages of a version whose vectors are gone. */
  clear(version: number): void {
    this.#db.transaction(() => {
      this.#db.run('DELETE FROM passages WHERE version = ?', version);
      this.#db.run('DELETE FROM pages WHERE version = ?', version);
      this.#db.run('UPDATE versions SET passages_begun = 0, passages_done = 0 WHERE key = ?', version);
    });
  }

  /** A page of the version that searches see. */
  page(document: string, number: number): StoredPage | undefined {
    const row = this.#db.row<PageRow>(
      `SELECT d.id AS documentId, g.number, g.width, g.height, g.text, g.lines, g.concealed
        FROM documents d JOIN pages g ON g.version = d.current WHERE d.id = ? AND g.number = ? AND NOT d.deleted`,
      document,
      number,
    );
    return row && fromPageRow(row);
  }

  passage(id: string): Passage | undefined {
    const row = this.#db.row<PassageRow>(`${PASSAGE} AND p.number = ?`, ...parsePassageId(id));
    return row && this.#withText([row])[0];
  }

  /** The passages of a version from number `from`, in order. */
  passages(version: number, from: number, limit: number): Passage[] {
    const range = 'AND p.number >= ? ORDER BY p.number LIMIT ?';
    return this.#withText(this.#db.rows<PassageRow>(`${PASSAGE} ${range}`, version, from, limit));
  }

  /** Each page is read once, since it may have a thousand passages. */
  #withText(rows: readonly PassageRow[]): Passage[] {
    const [first, last] = [rows.at(0), rows.at(-1)];
    if (!first || !last) return [];
    const pages = this.#db.rows<{ number: number; text: string }>(
      'SELECT number, text FROM pages WHERE version = ? AND number BETWEEN ? AND ?',
      first.version,
      first.page,
      last.page,
    );
    const texts = new Map(pages.map(({ number, text }) => [number, text]));
    return rows.map((row) => fromPassageRow(row, texts.get(row.page)!));
  }
}

function toTuple({ start, end, box }: TextLine): number[] {
  const rounded = (value: number) => Math.round(value * 10) / 10;
  return box ? [start, end, rounded(box.x), rounded(box.y), rounded(box.width), rounded(box.height)] : [start, end];
}

function fromPageRow({ lines, concealed, ...page }: PageRow): StoredPage {
  const tuples = JSON.parse(lines) as number[][];
  return {
    ...page,
    lines: tuples.map(([start, end, x, y, width, height]) => ({
      start: start!,
      end: end!,
      box: x === undefined ? undefined : ({ x, y, width, height } as Box),
    })),
    concealed: JSON.parse(concealed) as ConcealedText[],
  };
}

function fromPassageRow({ version, number, headings, ...passage }: PassageRow, pageText: string): Passage {
  return {
    ...passage,
    id: passageId(version, number),
    headings: JSON.parse(headings) as string[],
    text: pageText.slice(passage.start, passage.end),
  };
}
