import { Analyzer, type Language } from './analyzer.ts';

const analyzers = new Map<Language, Analyzer>();

/**
 * The part of a text where the words of a query stand closest together: at most `maxCharacters`, beginning at the
 * start of a line or sentence. The whole text when it is no longer than that, its beginning when nothing matches.
 */
export function excerpt(text: string, query: string, options: { language: Language; maxCharacters: number }): string {
  const { language, maxCharacters } = options;
  if (text.length <= maxCharacters) return text;
  const analyzer = analyzers.get(language) ?? new Analyzer(language);
  analyzers.set(language, analyzer);
  const wanted = new Set(analyzer.terms(query));
  const starts = [0, ...[...text.matchAll(/[.!?]\s+|\n+/g)].map((match) => match.index + match[0].length)];
  const found = starts.map((start, i) => {
    const terms = new Set(analyzer.terms(text.slice(start, starts[i + 1])));
    return [...wanted].filter((term) => terms.has(term));
  });
  let best = { start: 0, matched: 0 };
  for (let first = 0; first < starts.length; first += 1) {
    const matched = new Set<string>();
    for (let i = first; i < starts.length && (starts[i + 1] ?? text.length) - starts[first]! <= maxCharacters; i += 1) {
      for (const term of found[i]!) matched.add(term);
    }
    if (matched.size > best.matched) best = { start: starts[first]!, matched: matched.size };
  }
  const cut = text.slice(best.start, best.start + maxCharacters);
  // A pair of surrogates is one character: half of it cannot be encoded.
  return (/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut).trim();
}
