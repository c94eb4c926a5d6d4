export interface CitedPage {
  readonly document: string;
  /** From 1. */
  readonly page: number;
}

/**
 * Of the citations, those of a gold page; of the gold pages, those cited. An answer without citations has no precision,
 * a question without gold pages no recall: undefined, to be left out of a mean.
 * @param right every page that says the same as a gold page, and those: as good to cite, and not missed when they are not.
 */
export function citationMeasures(
  cited: readonly CitedPage[],
  gold: readonly CitedPage[],
  right: readonly CitedPage[] = gold,
) {
  const isGold = (page: CitedPage) => right.some((other) => isSame(page, other));
  const found = gold.filter((page) => cited.some((other) => isSame(page, other)));
  return {
    precision: cited.length === 0 ? undefined : cited.filter(isGold).length / cited.length,
    recall: gold.length === 0 ? undefined : found.length / gold.length,
  };
}

/** Whether a quote stands in a text, letter for letter but for white space. */
export function isQuoted(quote: string, text: string): boolean {
  const plain = (words: string) => words.replace(/\s+/g, ' ').trim();
  return plain(quote) !== '' && plain(text).includes(plain(quote));
}

function isSame(a: CitedPage, b: CitedPage): boolean {
  return a.document === b.document && a.page === b.page;
}

export interface RefusalOutcome {
  readonly isAnswerable: boolean;
  readonly abstained: boolean;
}

/** One figure per question that it is about, for a mean with its interval: 1 for each wrong decision. */
export function refusalErrors(outcomes: readonly RefusalOutcome[]) {
  const errors = (isAnswerable: boolean) =>
    outcomes
      .filter((outcome) => outcome.isAnswerable === isAnswerable)
      .map(({ abstained }) => (abstained === isAnswerable ? 1 : 0));
  return { falseAnswers: errors(false), falseRefusals: errors(true) };
}
