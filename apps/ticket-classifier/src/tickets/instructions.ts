import { continuesInstruction, lastInstruction, type Span } from './find-instruction.ts';
import { extentOf } from './instruction-extent.ts';
import type { LabelMentions } from './label-mentions.ts';

/** Whole turns of a chat template, whose marks no ticket has. */
const TURN = /<\|im_start\|>.{0,2000}?(?:<\|im_end\|>|$)|\[INST\].{0,2000}?(?:\[\/INST\]|$)/gisu;
/** Also before a lower-case letter: who writes a ticket does not always begin a sentence with a capital. */
const SENTENCE_END = /[.!?…]+["'”’»)\]]*(?=\s|$)/gu;
const MOST_CUTS = 10;
const BEFORE_CUT = /(?:[\s,;:—–#-]|(?<=\s|^)["'“‘«(])+$/u;
const AFTER_CUT = /^[\s.,;:!?…"'”’»)—–-]+/u;

/**
 * A text without what it says to a machine that sorts tickets, in English and Spanish; the text as it is where nothing
 * else is left. The words of an instruction go, those around it stay. What people do ask of a desk ("please treat it as
 * urgent", "send this to finance") is none: it says what the ticket is about.
 * @param mentions of the labels of the model that is to read it: who wants one named says its name.
 */
export function withoutInstructions(text: string, mentions?: LabelMentions): string {
  const turns = [...text.matchAll(TURN)].map(
    ({ index, 0: turn }): Span => ({ start: index, end: index + turn.length }),
  );
  const written = without(text, turns);
  const cuts: Span[] = [];
  let isAfterCut = turns.length > 0;
  for (const sentence of sentencesOf(written)) {
    const found = instructionsIn(written, sentence, isAfterCut, mentions);
    isAfterCut = found.length > 0;
    cuts.push(...found);
  }
  const kept = without(written, cuts);
  return /\p{L}/u.test(kept) ? kept : text;
}

function sentencesOf(text: string): Span[] {
  const ends = [...text.matchAll(SENTENCE_END)].map(({ index, 0: mark }) => index + mark.length);
  return [0, ...ends].map((start, i) => ({ start, end: ends[i] ?? text.length }));
}

function instructionsIn(text: string, sentence: Span, isAfterCut: boolean, mentions?: LabelMentions): Span[] {
  const words = text.slice(sentence.start, sentence.end);
  if (isAfterCut && continuesInstruction(words)) return [sentence];
  const cuts: Span[] = [];
  for (let until = words.length; ; ) {
    const found = lastInstruction(words.slice(0, until), mentions);
    if (!found) break;
    if (cuts.length === MOST_CUTS) return [sentence];
    cuts.push(extentOf(found, words, Math.max(found.end, ...cuts.map(({ end }) => end))));
    until = found.start;
  }
  return cuts.map(({ start, end }) => ({ start: sentence.start + start, end: sentence.start + end }));
}

/** What is left, without the marks and spaces around what was cut. */
function without(text: string, cuts: readonly Span[]): string {
  if (cuts.length === 0) return text;
  let kept = '';
  let from = 0;
  for (const { start, end } of [...cuts].sort((a, b) => a.start - b.start)) {
    if (end <= from) continue;
    const piece = text.slice(from, Math.max(from, start));
    const before = BEFORE_CUT.exec(piece)?.[0] ?? '';
    const after = AFTER_CUT.exec(text.slice(end))?.[0] ?? '';
    const words = piece.slice(0, piece.length - before.length);
    if (words !== '') kept += words + (/\n/.test(before + after) ? '\n' : ' ');
    from = end + after.length;
  }
  return (kept + text.slice(from)).trim();
}
