/** What a document is made of, before it has lines and pages. Text may hold **bold** words. */
export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string; readonly style?: 'plain' | 'small' | 'centred' | 'note' }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly string[] }
  | { readonly kind: 'table'; readonly table: Table }
  /** Two columns side by side, of about one height. */
  | { readonly kind: 'columns'; readonly blocks: readonly Block[] }
  /** Headings of levels 1 and 2 with their pages. */
  | { readonly kind: 'contents' }
  | { readonly kind: 'page-break' }
  /** First page: what the document is, in large letters. */
  | { readonly kind: 'cover'; readonly title: string; readonly lines: readonly string[] };

export interface Table {
  readonly caption?: string | undefined;
  readonly columns: readonly Column[];
  readonly header: readonly (readonly HeaderCell[])[];
  readonly rows: readonly Row[];
  /** Set smaller, for a statement that should stand on one page. */
  readonly isDense?: boolean | undefined;
}

export interface Column {
  readonly align: 'left' | 'right';
  /** Share of the width, beside those of the others. */
  readonly weight: number;
}

export interface HeaderCell {
  readonly text: string;
  /** Columns that it stands over. */
  readonly span: number;
}

export interface Row {
  readonly cells: readonly string[];
  /** `group`: names the rows below; `total`: what those above add up to. */
  readonly style?: 'plain' | 'group' | 'total' | undefined;
  /** Steps to the right of the first cell. */
  readonly indent?: number | undefined;
}

/** How a document looks, and what stands on each of its pages. */
export interface Style {
  readonly family: 'Helvetica' | 'Times';
  /** Points. */
  readonly size: number;
  readonly accent: string;
  /** Points, from all four edges. */
  readonly margin: number;
  readonly header: string;
  /** Left of the page number. */
  readonly footer: string;
  /** "Page 3", "3", … */
  readonly pageNumber: (page: number, pages: number) => string;
  /** Pages before the one on which 1 is printed. */
  readonly unnumberedPages: number;
}

/** A document to be set. */
export interface Manuscript {
  readonly title: string;
  readonly author: string;
  /** ISO date; also that of the file, so that the same bytes come out each time. */
  readonly date: string;
  readonly language: 'en' | 'es';
  readonly style: Style;
  readonly blocks: readonly Block[];
}
