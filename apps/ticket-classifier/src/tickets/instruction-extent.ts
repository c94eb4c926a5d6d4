import type { FoundInstruction, Span } from './find-instruction.ts';
import { DECISION } from './instruction-patterns.ts';

const CLAUSE_END = /[,;:()—–\n]|\s-\s/gu;
const CLAUSE_WORDS = 10;
const LABEL_WORDS = 4;
/** Words that begin something else, though nothing ends what was before. */
const BEGINNING =
  /^(?:i|i'm|my|we|our|hi|hello|can|could|does|how|why|what|when|where|who|hola|mi|mis|nuestr[ao]s?|cómo|qué|cuándo|dónde|necesito|tengo|[¿¡].*)$/iu;
/** Words that lead to an order and say nothing without it. */
const LEADING =
  /(?:(?<![\p{L}\p{N}_])(?:please|kindly|just|now|from now on|and|then|so|also|you|must|should|have|need|not|to|will|shall|always|only|the|that|therefore|this is an?|i (?:ask|command|instruct|order|tell|want)|(?:machine|language|learning|ai)|por|favor|debes|tienes|que|y|entonces|ahora|siempre|solo|la|el|or|whoever|assistant|asistente|model|modelo|bot)[\s,:]+)+$/iu;

/**
 * All that belongs to an instruction, of which only some words were recognised.
 * @param ordered where an order ends that was found after it in the sentence; its own end when there is none.
 */
export function extentOf(found: FoundInstruction, sentence: string, ordered: number): Span {
  const { start, end, kinds } = found;
  const before = sentence.slice(0, start);
  const isAfterLabel = kinds.has('verdict') && !kinds.has('mention');
  const lead = isAfterLabel ? lengthOfSubject(before) : (LEADING.exec(before)?.[0].length ?? 0);
  if (!kinds.has('call'))
    return { start: start - lead, end: end + lengthOfObject(sentence.slice(end), kinds.has('mention')) };
  // After a call and its order, another beginning is the writer's own.
  const isOrdered = ordered > end || kinds.has('mention');
  const isOver = isOrdered && wordsOf(sentence.slice(ordered)).some(({ word }) => BEGINNING.test(word));
  return { start: start - lead, end: isOver ? ordered : end + lengthOfCalled(sentence.slice(end)) };
}

/** Its clause, or of one that does not end soon what a label may have and nothing else begins. */
function lengthOfObject(rest: string, hasLabel: boolean): number {
  const ends = [...rest.matchAll(CLAUSE_END)].map(({ index }) => index);
  const clause = rest.slice(0, ends.find((end) => /[\p{L}\p{N}]/u.test(rest.slice(0, end))) ?? rest.length);
  const words = wordsOf(clause);
  const least = hasLabel ? 0 : 1;
  const most = words.length <= CLAUSE_WORDS ? words.length : hasLabel ? 0 : LABEL_WORDS;
  return words.find(({ word }, i) => i >= most || (i >= least && BEGINNING.test(word)))?.index ?? clause.length;
}

/** What a verdict is about: its clause, or of one that began long before what a label may have. */
function lengthOfSubject(before: string): number {
  const clause = before.slice((before.match(/^.*[,;:()—–\n]/su)?.[0] ?? '').length);
  const words = wordsOf(clause);
  return clause.length - (words.length > LABEL_WORDS ? words.at(-LABEL_WORDS)!.index : 0);
}

/** What is said to a machine that was called: the rest of the sentence, or of one that does not end soon its order. */
function lengthOfCalled(rest: string): number {
  const far = wordsOf(rest)[CLAUSE_WORDS + LABEL_WORDS]?.index;
  if (far === undefined) return rest.length;
  const decision = DECISION.exec(rest.slice(0, far));
  const ordered = decision ? decision.index + decision[0].length : 0;
  return ordered + lengthOfObject(rest.slice(ordered), false);
}

function wordsOf(text: string): { readonly word: string; readonly index: number }[] {
  return [...text.matchAll(/\S+/gu)].map(({ index, 0: word }) => ({ index, word }));
}
