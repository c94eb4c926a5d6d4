import { fold } from './stems.ts';
import { STOP_WORDS } from './stop-words.ts';

export type Language = 'en' | 'es';

/** English or Spanish, by the function words and marks that only one of them has; English where nothing tells. */
export function languageOf(text: string): Language {
  let spanish = /[¿¡ñ]/iu.test(text) ? 2 : 0;
  let english = 0;
  for (const [word] of text.matchAll(/\p{L}+/gu)) {
    const folded = fold(word);
    const isEnglish = STOP_WORDS.en.has(folded);
    const isSpanish = STOP_WORDS.es.has(folded);
    if (isEnglish && !isSpanish) english += 1;
    if (isSpanish && !isEnglish) spanish += 1;
  }
  return spanish > english ? 'es' : 'en';
}
