import { type Checker, countArgument, meets, textArgument } from './instruction.ts';
import { countSentences } from './sentences.ts';
import { countWords } from './words.ts';

const LENGTH = { relation: 'relation' };

/** How long a response may be, and what parts it must have. */
export const LAYOUT: Readonly<Record<string, Checker>> = {
  'length_constraints:number_words': (response, given) =>
    meets(countWords(response), given, { ...LENGTH, threshold: 'num_words' }),

  'length_constraints:number_sentences': (response, given) =>
    meets(countSentences(response), given, { ...LENGTH, threshold: 'num_sentences' }),

  /** Paragraphs stand between `***`; only the first and the last may be empty, and do not count then. */
  'length_constraints:number_paragraphs': (response, given) => {
    const parts = filledParts(response.split(/\s?\*\*\*\s?/u));
    return parts?.length === countArgument(given, 'num_paragraphs');
  },

  /** Paragraphs stand between empty lines. */
  'length_constraints:nth_paragraph_first_word': (response, given) => {
    const paragraphs = response.split('\n\n');
    const count = paragraphs.filter((paragraph) => paragraph.trim() !== '').length;
    const nth = countArgument(given, 'nth_paragraph');
    if (count !== countArgument(given, 'num_paragraphs') || nth > count) return false;
    return firstWord(paragraphs[nth - 1]!) === textArgument(given, 'first_word').toLowerCase();
  },

  'detectable_format:number_bullet_lists': (response, given) => {
    const stars = response.match(/^\s*\*[^*].*$/gmu)?.length ?? 0;
    const dashes = response.match(/^\s*-.*$/gmu)?.length ?? 0;
    return stars + dashes === countArgument(given, 'num_bullets');
  },

  /** A section begins with the word of the prompt and a number. */
  'detectable_format:multiple_sections': (response, given) => {
    const word = textArgument(given, 'section_spliter').trim();
    return sections(response, word) >= countArgument(given, 'num_sections');
  },

  /** `*so*` or `**so**`, at least so many; as Google counts, the latter alone is one. */
  'detectable_format:number_highlighted_sections': (response, given) => {
    const single = response.match(/\*[^\n*]*\*/gu) ?? [];
    const double = response.match(/\*\*[^\n*]*\*\*/gu) ?? [];
    const filled = [...single, ...double].filter((part) => part.replaceAll('*', '').trim() !== '');
    return filled.length >= countArgument(given, 'num_highlights');
  },

  /** Two different responses between `******`. */
  'combination:two_responses': (response) => {
    const parts = filledParts(response.split('******'));
    return parts?.length === 2 && parts[0]!.trim() !== parts[1]!.trim();
  },
};

/** The parts that hold text; undefined when one in the middle does not. */
function filledParts(parts: readonly string[]): readonly string[] | undefined {
  const filled = parts.filter((part, i) => part.trim() !== '' || (i > 0 && i < parts.length - 1));
  return filled.every((part) => part.trim() !== '') ? filled : undefined;
}

/** The first word in lower case up to its punctuation, quotes before it left out. */
function firstWord(paragraph: string): string {
  const word = paragraph.trim().split(/\s/u)[0]!;
  return word
    .replace(/^'+/, '')
    .replace(/^"+/, '')
    .replace(/[.,?!'"].*$/su, '')
    .toLowerCase();
}

function sections(response: string, word: string): number {
  let [count, from] = [0, 0];
  for (;;) {
    const at = response.indexOf(word, from);
    if (at === -1) return count;
    from = at + word.length;
    if (/^\s?\d/u.test(response.slice(from, from + 2))) count += 1;
  }
}
