import type { DocSource } from '../docs-index.ts';
import { identifiersOf } from './planning/identifiers.ts';
import { mentionedSources, versionsOf } from './planning/mentioned-sources.ts';
import type { Turn } from './trace.ts';

const OPENINGS =
  /^\W*(?:and|but|so|also|what about|how about|what if|y|pero|entonces|también|qué (?:hay|pasa) (?:de|con)|qué tal)(?!\p{L})/iu;
const REFERENCES =
  /(?<!\p{L})(?:it|its|they|them|their|that one|those|these|the same|the former|the latter|él|ellos|ellas|eso|esos|esas|esto|ello|lo mismo|la misma|el mismo|su|sus)(?!\p{L})/iu;
const WORD = /[\p{L}\p{N}]+/gu;
/** A question with fewer words leaves out what it is about. */
const FEW_WORDS = 4;

/** Whether a question can hardly be understood without the one before it. */
export function isFollowUp(question: string, sources: readonly DocSource[]): boolean {
  if (OPENINGS.test(question)) return true;
  // Who names a package and an identifier says what is meant.
  const isNamed = mentionedSources(question, sources).length > 0 || identifiersOf(question).length > 0;
  const words = question.match(WORD)?.length ?? 0;
  return !isNamed && (words < FEW_WORDS || REFERENCES.test(question));
}

/**
 * A follow-up with what it leaves out. Another version or package takes the place of the one in the question before
 * ("¿y en la 4?"); anything else is said after it.
 */
export function standalone(question: string, history: readonly Turn[], sources: readonly DocSource[]): string {
  const previous = history.at(-1)?.question;
  if (previous === undefined || !isFollowUp(question, sources)) return question;
  const rest = (question.replace(OPENINGS, '').match(WORD) ?? []).length;
  const [named] = mentionedSources(question, sources);
  const [before] = mentionedSources(previous, sources);
  if (named && before && rest <= 4 && named.source !== before.source) {
    return previous.replace(new RegExp(escaped(before.source), 'i'), named.source);
  }
  const version = versionsOf(question)[0] ?? /(?:in|en(?: la)?)\s+(\d+(?:\.\d+)*)/iu.exec(question)?.[1];
  const versionBefore = before?.version ?? versionsOf(previous)[0];
  if (version !== undefined && rest <= 5 && versionBefore !== undefined) {
    return previous.replace(versionBefore, version);
  }
  // One question still, which no rule cuts apart again.
  return `${previous.replace(/[\s?.!]+$/, '')}: ${question.replace(OPENINGS, '').trim()}`;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
