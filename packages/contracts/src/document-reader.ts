/** A rectangle on a page, in points (1/72 inch); x and y are those of its top left corner, counted from the page's. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A stretch of a page's text, in UTF-16 code units: `page.text.slice(start, end)`. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/** One line as it stands on the page. Formats without pages have no boxes. */
export interface TextLine extends TextSpan {
  readonly box?: Box | undefined;
}

export interface TableCell extends TextSpan {
  /** Text of the column's header, levels joined by a space ("December 31, 2022"); empty where it has none. */
  readonly column: string;
}

/** A row of figures or words with the label that names it. Its lines are those of its block within the span. */
export interface TableRow extends TextSpan {
  /** Text of the row's first cell, with that of the group it belongs to ("Revenue: Subscription"). */
  readonly label: string;
  readonly cells: readonly TableCell[];
}

/** What belongs together on a page. Blocks are in reading order, do not overlap, and have a blank line between them. */
export interface PageBlock extends TextSpan {
  readonly kind: 'heading' | 'paragraph' | 'list-item' | 'table';
  /** Of a heading: 1 is the outermost. */
  readonly level?: number | undefined;
  /** Lines of text, or rows of a table, whose cells are parted by " | ". */
  readonly lines: readonly TextLine[];
  /** Of a table; the rows of its header are lines, but not rows. */
  readonly rows?: readonly TableRow[] | undefined;
  /** Of a table: the words above or beside it that say what its figures are ("in millions, except per share"). */
  readonly caption?: string | undefined;
}

/** Text of a file that nobody sees who looks at the page. It is not part of the page's text. */
export interface ConcealedText {
  readonly reason: 'invisible' | 'same-colour' | 'tiny' | 'off-page';
  readonly text: string;
}

export interface DocumentPage {
  /** From 1, in the order of the file, whatever is printed on the page. */
  readonly number: number;
  /** Points; 0 in formats without pages. */
  readonly width: number;
  readonly height: number;
  /** Reading order, without running headers and footers, hyphenated words joined. Empty for a page without text. */
  readonly text: string;
  readonly blocks: readonly PageBlock[];
  readonly concealed: readonly ConcealedText[];
}

export interface DocumentSummary {
  readonly pages: number;
  /** As the file itself says; empty where it says nothing of use. */
  readonly title: string;
}

export interface ReadOptions {
  /** What the sender calls the file: a hint where the content leaves open what it is (Markdown or plain text). */
  readonly name?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads documents that nobody vouches for. What a file can cost is bounded: memory, time and pages.
 *
 * Both methods throw ServiceError `document_type_unsupported` (by content, whatever the name says), `pdf_encrypted`,
 * `document_unreadable` (damaged beyond repair), `document_too_complex` (a limit of memory or time was reached),
 * `pages_too_many`, and the signal's reason.
 */
export interface DocumentReader {
  /** What can be known at once: whether the file can be opened, and how many pages it has. */
  inspect(path: string, options?: ReadOptions): Promise<DocumentSummary>;
  /** Yields every page in order. @throws ServiceError `pdf_no_text` after the last page when none had text. */
  read(path: string, options?: ReadOptions): AsyncIterable<DocumentPage>;
}
