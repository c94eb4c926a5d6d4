import { Analyzer, type Language } from '../analyzer.ts';
import { STOP_WORDS } from '../stop-words.ts';

const SAMPLE_CHARACTERS = 20_000;
const WORD = /\p{L}+/gu;

/** Languages with rules here. */
export type DocumentLanguage = Exclude<Language, 'none'>;

/** The language that a text is most likely written in: the one more of whose function words it has. */
export function languageOf(text: string): DocumentLanguage {
  let [english, spanish] = [0, 0];
  for (const [word] of text.slice(0, SAMPLE_CHARACTERS).toLowerCase().matchAll(WORD)) {
    if (STOP_WORDS.en.has(word)) english += 1;
    if (STOP_WORDS.es.has(word)) spanish += 1;
  }
  return spanish > english ? 'es' : 'en';
}

/** Index terms where documents of several languages stand together: each text is stemmed by the rules of its own. */
export class MultilingualAnalyzer {
  readonly #analyzers = { en: new Analyzer('en'), es: new Analyzer('es') };

  terms(text: string, language: DocumentLanguage): string[] {
    return this.#analyzers[language].terms(text);
  }

  /** Terms of a query, which documents of either language may answer: what both make of a word counts once. */
  queryTerms(query: string): string[] {
    const stop = STOP_WORDS[languageOf(query)];
    const terms = [...query.matchAll(QUERY_WORD)]
      .filter(([word]) => !stop.has(word.toLowerCase()))
      .flatMap(([word]) => [...new Set([...this.terms(word, 'en'), ...this.terms(word, 'es')])]);
    return terms;
  }
}

const QUERY_WORD = /[\p{L}\p{N}\p{M}]+/gu;
