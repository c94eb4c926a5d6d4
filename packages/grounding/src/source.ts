import type { TextSpan } from '@pareto/contracts';

/** A text that may be quoted, with what is known of it beside its own words. */
export interface Source {
  readonly text: string;
  /**
   * What holds for the whole text without standing in it: name and title of the document, headings, caption and column
   * headers of a table it is part of. It can name what a quote is about, but is never quoted. A line with " | " in it
   * is read as column headers.
   */
  readonly context?: string | undefined;
}

/** A stretch of one of several sources: `sources[source].text.slice(start, end)`, in UTF-16 code units. */
export interface Quote extends TextSpan {
  readonly source: number;
}
