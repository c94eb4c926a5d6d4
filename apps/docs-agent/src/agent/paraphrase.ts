import { type Language, languageOf } from '@pareto/grounding';
import { Analyzer, excerpt } from '@pareto/retrieval';
import type { Citation, Reading } from './ports.ts';

/** Of a paraphrase's words so many must stand in one place that was read. */
const MIN_SHARE = 0.55;
const FEW_WORDS = 4;
/** Of what is cited, UTF-16 code units. */
export const QUOTE_LENGTH = 300;
const FIGURES = /(?<![\w.])\d[\d.,]*\d|(?<![\w.])\d+(?!\w)/g;
const MARK = /\s?\[\d{1,3}\]/g;
/** What is the same in every language: code, numbers, words with a capital or a point inside. */
const NAMES = /`[^`\n]+`|(?<![\w.])\d[\d.,]*\d|(?<![\w.])\d+|[a-z]+[A-Z]\w*|\w+\.\w+(?:\(\))?/g;
const ANALYZERS = { en: new Analyzer('en'), es: new Analyzer('es') };

/** The reading that holds most of what a sentence says, where it holds enough of it. */
export function nearest(sentence: string, readings: readonly Reading[]): Reading | undefined {
  const text = sentence.replace(MARK, '');
  const language = languageOf(text);
  const shares = readings.map((reading) => {
    const there = `${reading.headings.join(' ')} ${reading.text}`;
    return languageOf(reading.text) === language ? wordShare(text, there, language) : nameShare(text, there);
  });
  const best = Math.max(0, ...shares);
  return best >= MIN_SHARE ? readings[shares.indexOf(best)] : undefined;
}

/** The reading that holds most words of a question; the first where it is in another language: no words tell more. */
export function likest(question: string, readings: readonly Reading[]): Reading | undefined {
  const [first] = readings;
  const language = languageOf(question);
  if (first && languageOf(first.text) !== language) return first;
  const shares = readings.map(({ headings, text }) => wordShare(question, `${headings.join(' ')} ${text}`, language));
  const best = Math.max(0, ...shares);
  return best > 0 ? readings[shares.indexOf(best)] : undefined;
}

/** A place, with the part of it that is nearest to a sentence. */
export function citationOf({ number, place, text }: Reading, sentence: string): Citation {
  const quote = excerpt(text, sentence, { language: languageOf(sentence), maxCharacters: QUOTE_LENGTH });
  return { number, ...place, quote };
}

/** The figures of a sentence that stand in none of the texts. */
export function otherFigures(sentence: string, texts: readonly string[]): string[] {
  return (sentence.match(FIGURES) ?? []).filter((figure) => !texts.some((text) => text.includes(figure)));
}

function wordShare(sentence: string, text: string, language: Language): number {
  // A figure that stands nowhere makes a sentence of the page's words no paraphrase of it.
  if (otherFigures(sentence, [text]).length > 0) return 0;
  const words = new Set(ANALYZERS[language].terms(sentence));
  if (words.size < FEW_WORDS) return 0;
  const there = new Set(ANALYZERS[language].terms(text));
  return [...words].filter((word) => there.has(word)).length / words.size;
}

/** A page in another language shares names, code and figures with a sentence: all of them must stand there. */
function nameShare(sentence: string, text: string): number {
  const names = sentence.match(NAMES)?.map((name) => name.replaceAll('`', '')) ?? [];
  return names.length > 0 && names.every((name) => text.includes(name)) ? 1 : 0;
}
