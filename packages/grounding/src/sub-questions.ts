import { keywords } from './revision.ts';

const MAX_PARTS = 3;
/** A part with fewer words says nothing by itself. */
const FEW_WORDS = 3;
/** With so many content words at most, a word like "it" carries what the part is about. */
const SOME_WORDS = 5;
const REFERENCE =
  /\b(?:it|its|they|them|their|that|this|those|these|one|ones)\b|(?<!\p{L})(?:eso|esto|ello|ellos|ellas)(?!\p{L})/iu;
const LONG_QUESTION = 28;
const WORD = /[\p{L}\p{N}]+/gu;

const ASKING_EN = 'how|what|which|why|when|where|who|does|do|is|are|can|should|will';
const ASKING_ES = 'cómo|qué|cuál|cuáles|por qué|cuándo|dónde|quién|se puede|puede|hay|es|son|cuánto|cuántos';
const JOINTS = new RegExp(
  String.raw`(?:,?\s+(?:and|as well as)\s+(?=(?:${ASKING_EN})\b))|(?:,?\s+(?:y|e|además de)\s+(?=(?:${ASKING_ES})(?!\p{L})))|(?<=[?])\s+(?=\S)|;\s+`,
  'giu',
);
const CODE = /`[^`\n]*`/g;
/** Signs of several facts wanted, also where no rule can cut them apart. */
const SEVERAL =
  /\b(?:both|respectively|each of|as well as|in addition|and also|first .{3,80} then)\b|(?<!\p{L})(?:ambos|ambas|respectivamente|cada un[oa]|además|y también|primero .{3,80} (?:luego|después))(?!\p{L})/iu;

export interface Division {
  readonly parts: readonly string[];
  /** The question wants several facts, and the rules do not say where one ends. */
  readonly isUndivided: boolean;
}

function splitOutsideOfCode(question: string): string[] {
  const masked = question.replace(CODE, (code) => 'x'.repeat(code.length));
  const parts: string[] = [];
  let start = 0;
  for (const { index, 0: joint } of masked.matchAll(JOINTS)) {
    parts.push(question.slice(start, index));
    start = index + joint.length;
  }
  return [...parts, question.slice(start)].map((part) => part.trim()).filter((part) => part !== '');
}

/** "And is it on by default?" says nothing without what stands before it. */
function isOpen(part: string): boolean {
  const content = keywords(part).split(' ').filter(Boolean).length;
  return content < FEW_WORDS || (content <= SOME_WORDS && REFERENCE.test(part));
}

/** A question cut where another question begins in it. One fact: one part. */
export function divide(question: string): Division {
  const parts = splitOutsideOfCode(question);
  const isWhole = parts.some((part, i) => (part.match(WORD)?.length ?? 0) < FEW_WORDS || (i > 0 && isOpen(part)));
  if (parts.length > 1 && !isWhole) return { parts: parts.slice(0, MAX_PARTS), isUndivided: false };
  const length = question.match(WORD)?.length ?? 0;
  const isUndivided = SEVERAL.test(question) || (length > LONG_QUESTION && /\b(?:and|y)\b/iu.test(question));
  return { parts: [question], isUndivided };
}
