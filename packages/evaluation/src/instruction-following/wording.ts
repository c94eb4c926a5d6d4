import { type Checker, meets, textArgument, textsArgument } from './instruction.ts';
import { isInLanguage, isMostlyIn } from './language.ts';
import { hasWord, isLowerCase, isUpperCase, occurrences, treebankTokens } from './words.ts';

/** Which words, letters, cases and languages a response may have. */
export const WORDING: Readonly<Record<string, Checker>> = {
  'keywords:existence': (response, given) =>
    textsArgument(given, 'keywords').every((keyword) => occurrences(response, keyword) > 0),

  'keywords:frequency': (response, given) =>
    meets(occurrences(response, textArgument(given, 'keyword').trim()), given, {
      relation: 'relation',
      threshold: 'frequency',
    }),

  'keywords:forbidden_words': (response, given) =>
    !textsArgument(given, 'forbidden_words').some((word) => hasWord(response, word)),

  'keywords:letter_frequency': (response, given) =>
    meets(occurrences(response, textArgument(given, 'letter').trim()), given, {
      relation: 'let_relation',
      threshold: 'let_frequency',
    }),

  // Google's checker asks langdetect for English, which often fails on capitals; here the script is asked for.
  'change_case:english_capital': (response) => isUpperCase(response) && isMostlyIn(response, 'Latin'),

  'change_case:english_lowercase': (response) => isLowerCase(response) && isMostlyIn(response, 'Latin'),

  'change_case:capital_word_frequency': (response, given) =>
    meets(treebankTokens(response).filter(isUpperCase).length, given, {
      relation: 'capital_relation',
      threshold: 'capital_frequency',
    }),

  'punctuation:no_comma': (response) => !response.includes(','),

  'language:response_language': (response, given) => isInLanguage(response, textArgument(given, 'language')),
};
