/** What a message asks to be remembered or forgotten, and the question that is left of it. */
export interface MemoryNotes {
  readonly remember: readonly string[];
  readonly forget: readonly string[];
  /** Empty where the message says nothing else. */
  readonly question: string;
}

const MAX_LENGTH = 300;
const REMEMBER =
  /^\W{0,3}(?:(?:please|por favor),?\s+)?(?:remember(?:\s+(?:that|this:|for later(?: that)?))|(?:recuerda|acuérdate de|ten en cuenta para (?:siempre|luego))(?:\s+que)|keep in mind that)\s*:?\s+(.+)$/iu;
const FORGET =
  /^\W{0,3}(?:(?:please|por favor),?\s+)?(?:forget(?:\s+(?:that|about))?|olvida(?:\s+(?:que|lo de))?)\s*:?\s+(.+)$/iu;
/** A sentence, or a line. */
const SENTENCES = /[^.?!\n]+(?:[.?!](?=\S)[^.?!\n]*)*[.?!]*\n?/gu;

/**
 * Reads a user's own words. "Remember that …" must begin a sentence: what stands in a quoted page, or in the middle of a
 * question, is not an order.
 */
export function memoryNotes(message: string): MemoryNotes {
  const remember: string[] = [];
  const forget: string[] = [];
  const rest: string[] = [];
  if (message.includes('```')) return { remember, forget, question: message.trim() };
  for (const [sentence] of message.matchAll(SENTENCES)) {
    const text = sentence.trim();
    const kept = text.endsWith('?') ? undefined : REMEMBER.exec(text)?.[1];
    const dropped = text.endsWith('?') ? undefined : FORGET.exec(text)?.[1];
    if (kept !== undefined) remember.push(clean(kept));
    else if (dropped !== undefined) forget.push(clean(dropped));
    else rest.push(sentence);
  }
  const isNote = remember.length + forget.length > 0;
  return { remember, forget, question: (isNote ? rest.join('') : message).trim() };
}

function clean(text: string): string {
  return text
    .trim()
    .replace(/[.!]+$/, '')
    .slice(0, MAX_LENGTH)
    .toWellFormed();
}
