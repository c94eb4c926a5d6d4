import type { DocsIndex, SourceFilter } from '../../docs-index.ts';
import { keywords } from '../planning/revision.ts';

const MIN_LENGTH = 4;
const EDGES = /^[^\p{L}\p{N}_$@]+|[^\p{L}\p{N}_$)]+$/gu;

/**
 * Of the content words of a question the share that stands in none of its sources, in any usual form. Who asks a package
 * for what it does not do asks in words that it does not use.
 */
export function unfamiliarShare(
  question: string,
  filters: readonly SourceFilter[],
  index: Pick<DocsIndex, 'mentions'>,
): number {
  const words = new Set(
    keywords(question)
      .split(' ')
      .map((word) => word.replace(EDGES, '')),
  );
  const content = [...words].filter((word) => word.length >= MIN_LENGTH);
  const isFamiliar = (word: string) =>
    formsOf(word).some((form) => filters.some((source) => index.mentions(form, source)));
  return content.filter((word) => !isFamiliar(word)).length / Math.max(1, content.length);
}

/** As it stands, in other case, and as an English noun or verb: "headers" for "Header", "parsing" for "parse". */
function formsOf(word: string): string[] {
  const lower = word.toLowerCase();
  const stem = lower.replace(/(?:ing|ed|es|s)$/, '');
  const forms = [word, lower, `${word[0]!.toUpperCase()}${lower.slice(1)}`, stem, `${stem}s`, `${stem}e`, `${stem}ed`];
  return [...new Set(forms)].filter((form) => form.length >= MIN_LENGTH - 1);
}
