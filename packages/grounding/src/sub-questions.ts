import { analyse } from './analysis.ts';
import { AUXILIARY, withContext, withNoun, withThatYear } from './carried-over.ts';
import { sentencesOf } from './sentences.ts';

export interface SubQuestions {
  /** In the order asked; the question alone where it asks one thing. */
  readonly parts: readonly string[];
  /** Several facts are wanted, and the rules do not say where one ends. */
  readonly isUndivided: boolean;
}

/** More are left to who can ask back. */
const MAX_PARTS = 4;
/** A part with fewer words, with what is said around it and without, says nothing: its verb or its noun is in another. */
const FEW_WORDS = 3;
const FEWEST_WORDS = 2;
/** With so many words that say something at most, one like "it" carries what the part is about. */
const SOME_WORDS = 5;
const LONG_QUESTION = 28;

const REFERENCE =
  /\b(?:it|its|they|them|their|that|this|those|these|one|ones|he|she|him|her|his)\b|(?<!\p{L})(?:es[aeo]s?|est[aeo]s?|ellos?|ellas|él|sus?)(?!\p{L})/iu;
const SUBJECT =
  'I|we|you|he|she|it|they|there|the|an?|my|our|your|their|its|this|that|these|those|any|all|every|each|people';
const ASKING_EN = String.raw`(?:(?:from|by|in|at|on|to|for|of|with|until|since|under|within)\s+)?(?:how|what|which|why|when|where|who|whose|whom)\b|(?:${AUXILIARY})\s+(?:${SUBJECT})\b`;
const ASKING_ES = String.raw`(?:(?:a|de|en|por|con|para|desde|hasta|según|sobre)\s+)?(?:cómo|qué|cuál(?:es)?|cuándo|dónde|adónde|quién(?:es)?|cuánt[oa]s?)(?!\p{L})|(?:se puede|pued[eo]|hay|teng[oa]|debo)(?!\p{L})`;
const JOINT = new RegExp(
  String.raw`,?\s+(?:and|as well as)\s+(?=(?:also\s+)?(?:${ASKING_EN}))|,?\s+(?:y|e|además de)\s+(?=¿?(?:${ASKING_ES}))|,?\s+(?:and|y)\s+(?=¿)|;\s+(?=¿?(?:${ASKING_EN}|${ASKING_ES}))`,
  'giu',
);
/** Of a list of questions; between others a comma may follow "when …" or "if …". */
const COMMA = /,\s+(?=how (?:many|much|long|often)\b|cuánt[oa]s?(?!\p{L}))/giu;
const LINK = /^(?<mark>¿?)\s*(?:and|y)\s+/iu;
const ASKS = new RegExp(String.raw`^\W*(?:(?:and|y)\s+)?(?:${ASKING_EN}|${ASKING_ES})`, 'iu');
/** "From the report of 2025: what …" */
const ANNOUNCEMENT = new RegExp(String.raw`(?<=:)\s+(?=¿|${ASKING_EN}|${ASKING_ES})`, 'iu');
/** Signs of several facts wanted, also where no rule can cut them apart. */
const SEVERAL =
  /\b(?:both|respectively|each of|as well as|in addition|and also|first .{3,80} then)\b|(?<!\p{L})(?:ambos|ambas|respectivamente|cada un[oa]|además|y también|primero .{3,80} (?:luego|después))(?!\p{L})/iu;
/** What lies between two things is asked of both at once. */
const COMPARES =
  /\b(?:differ\w*|between|compared?)\b|(?<!\p{L})(?:diferencias?|difieren?|entre|comparad[oa]s?)(?!\p{L})/iu;
const BEGINS_WITH_PREPOSITION =
  /^\W*(?:from|by|in|at|on|to|for|of|with|until|since|under|within)\s+(?:how|what|which|who)/iu;
const VERB = new RegExp(String.raw`\b(?:${AUXILIARY})\b`, 'iu');
const CODE = /`[^`\n]*`/g;
const WORD = /[\p{L}\p{N}]+/gu;

/**
 * The questions within a question, cut where another one begins and each with what is said around them ("I work in
 * Duluth. How …, and when …?"). Left whole where a part would not stand by itself: a whole question finds less, a
 * misunderstood one finds something else.
 */
export function subQuestions(question: string): SubQuestions {
  const { before, asked, after } = sentencesAround(question);
  const bare = asked.flatMap(cutAtJoints).map((part, i, all) => (i === 0 ? part : withThatYear(part, all[i - 1]!)));
  const parts = bare.map((part, i) => [...before, i === 0 ? part : withNoun(part, bare[i - 1]!), ...after].join(' '));
  const isCut =
    parts.length > 1 &&
    parts.length <= MAX_PARTS &&
    !COMPARES.test(question) &&
    parts.every((part) => wordsOf(part) >= FEW_WORDS) &&
    bare.every((part, i) => wordsOf(part) >= FEWEST_WORDS && !isElliptic(part) && (i === 0 || !refersBack(part)));
  if (!isCut) return { parts: [question], isUndivided: parts.length > MAX_PARTS || wantsSeveral(question) };
  const whole: string[] = [];
  for (const part of parts) whole.push(withContext(part, whole.at(-1), question));
  return { parts: whole, isUndivided: false };
}

/** The sentences that ask, and what is said before and after them. */
function sentencesAround(question: string): Record<'before' | 'asked' | 'after', string[]> {
  const masked = withoutCode(question);
  const sentences = sentencesOf(masked).flatMap(({ start, end }) => {
    const colon = ANNOUNCEMENT.exec(masked.slice(start, end));
    const sentence = question.slice(start, end);
    return colon ? [sentence.slice(0, colon.index), sentence.slice(colon.index).trim()] : [sentence];
  });
  const isMarked = masked.includes('?');
  const asks = sentences.map((sentence) => (isMarked ? sentence.includes('?') : ASKS.test(sentence)));
  const first = asks.indexOf(true);
  const last = asks.lastIndexOf(true);
  if (first < 0) return { before: [], asked: [question], after: [] };
  // What is said between two questions belongs to the second.
  const asked: string[] = [];
  let said: string[] = [];
  for (let i = first; i <= last; i++) {
    said.push(sentences[i]!);
    if (!asks[i]) continue;
    asked.push(said.join(' '));
    said = [];
  }
  return { before: sentences.slice(0, first), asked, after: sentences.slice(last + 1) };
}

function cutAtJoints(question: string): string[] {
  return cutAt(JOINT, question)
    .flatMap((part) => (ASKS.test(part) ? cutAt(COMMA, part) : [part]))
    .map((part) => part.replace(LINK, '$<mark>').trim())
    .filter((part) => part !== '');
}

/** The pieces between the matches of a pattern; code is never cut. */
function cutAt(pattern: RegExp, text: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  for (const { index, 0: joint } of withoutCode(text).matchAll(pattern)) {
    pieces.push(text.slice(start, index));
    start = index + joint.length;
  }
  return [...pieces, text.slice(start)];
}

/** With every letter in its place. */
function withoutCode(text: string): string {
  return text.replace(CODE, (code) => 'x'.repeat(code.length));
}

/** "And is it on by default?" says nothing without what stands before it. */
function refersBack(part: string): boolean {
  return wordsOf(part) <= SOME_WORDS && REFERENCE.test(part);
}

/** "In which plants and in which months was it stopped": the verb is in another part. */
function isElliptic(part: string): boolean {
  return BEGINS_WITH_PREPOSITION.test(part) && !VERB.test(part);
}

/** Words, names and figures that say something. */
function wordsOf(part: string): number {
  const { terms, figures } = analyse(part);
  return terms.length + figures.length;
}

function wantsSeveral(question: string): boolean {
  const words = question.match(WORD)?.length ?? 0;
  return SEVERAL.test(question) || (words > LONG_QUESTION && /\b(?:and|y)\b/iu.test(question));
}
