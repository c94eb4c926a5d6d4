import { withoutMarkup } from './markup.ts';
import { maskPersonalData } from './personal-data.ts';
import { withoutQuotes } from './quotes.ts';
import { withoutSignature } from './signature.ts';

export const MAX_CLEAN_CHARACTERS = 8_000;

/**
 * A ticket as its writer meant it: without markup, quoted replies, signatures and personal data; what a model is trained
 * on and what it classifies. `pareto_training/cleaning.py` does the same, and `golden/cleaning.jsonl` holds both to it.
 * @returns at most 8,000 characters; empty when nothing was written.
 */
export function cleanTicket({ subject = '', body }: { subject?: string | undefined; body: string }): string {
  const heading = subject.trim();
  const whole = (heading === '' ? body : `${heading}\n${body}`)
    .replace(/\r\n?/g, '\n')
    .replaceAll('\u00a0', ' ')
    .replaceAll('\u200b', '');
  const own = withoutSignature(withoutQuotes(withoutMarkup(whole), heading));
  return firstCharacters(collapse(maskPersonalData(own)), MAX_CLEAN_CHARACTERS).trimEnd();
}

/** One space between words, one line break between lines. */
function collapse(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');
}

/** Whole characters, as Python counts them. */
function firstCharacters(text: string, limit: number): string {
  return text.length <= limit ? text : [...text.slice(0, 2 * limit)].slice(0, limit).join('');
}
