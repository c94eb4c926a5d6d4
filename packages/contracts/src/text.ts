import { z } from 'zod';
import { coded } from './coded-issue.ts';

/** True when a text has no lone surrogate (it could not be encoded as UTF-8) and no NUL (stores cut at it). */
export function isWellFormedText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** A string of at most `maxCharacters` UTF-16 code units that every store, model and log can hold unchanged. */
export function wellFormedText(maxCharacters: number) {
  return z
    .string()
    .max(maxCharacters)
    .refine(isWellFormedText, { error: coded('text_malformed', 'holds a lone surrogate or a NUL') });
}
