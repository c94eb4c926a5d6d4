import { isInstruction } from '@pareto/grounding';
import { BELIEF, CALLS, CONTINUATION, ORDERS, VERDICTS } from './instruction-patterns.ts';
import type { LabelMentions } from './label-mentions.ts';

export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * What an instruction is: an order, whose label follows; a call to a machine, which goes on; a verdict, whose label comes
 * before; or the mention of a label as one, which has all that it needs.
 */
export type InstructionKind = 'order' | 'call' | 'verdict' | 'mention';

export interface FoundInstruction extends Span {
  readonly kinds: ReadonlySet<InstructionKind>;
}

/** The words of the last instruction to a machine in a text, and no more than were recognised. */
export function lastInstruction(text: string, mentions?: LabelMentions): FoundInstruction | undefined {
  const general = lastGeneral(text);
  const found: FoundInstruction[] = general ? [{ ...general, kinds: new Set(['order']) }] : [];
  const known: Readonly<Record<InstructionKind, readonly RegExp[]>> = {
    order: ORDERS,
    call: CALLS,
    verdict: VERDICTS,
    mention: mentions?.patterns ?? [],
  };
  for (const [kind, patterns] of Object.entries(known) as [InstructionKind, readonly RegExp[]][]) {
    for (const pattern of patterns) {
      const span = lastMatch(pattern, text);
      if (span) found.push({ ...span, kinds: new Set([kind]) });
    }
  }
  found.sort((a, b) => b.start - a.start);
  // What was recognised in several ways is one instruction, from where the first of them begins.
  return found.reduce<FoundInstruction | undefined>((last, { start, end, kinds }) => {
    if (last && /[\p{L}\p{N}]/u.test(text.slice(end, last.start))) return last;
    return { start, end: Math.max(last?.end ?? 0, end), kinds: new Set([...kinds, ...(last?.kinds ?? [])]) };
  }, undefined);
}

/** Whether a sentence goes on with the instruction before it. */
export function continuesInstruction(sentence: string): boolean {
  return CONTINUATION.test(sentence);
}

/** Matches may overlap: a verb that begins one early on is passed over for one that is nearer to its object. */
function lastMatch(pattern: RegExp, text: string): Span | undefined {
  let last: Span | undefined;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    last = { start: match.index, end: match.index + match[0].length };
    pattern.lastIndex = match.index + 1;
  }
  return last;
}

/** What `grounding` knows, which says only whether a text has such words. */
function lastGeneral(text: string): Span | undefined {
  if (!isInstruction(text)) return undefined;
  const words = [...text.matchAll(/\S+/gu)];
  const starts = words.map(({ index }) => index);
  const start = starts[lastOf(starts.length, (i) => isInstruction(text.slice(starts[i])))] ?? 0;
  if (/^(?:you are|eres)/iu.test(text.slice(start)) && BELIEF.test(text.slice(0, start)))
    return lastGeneral(text.slice(0, start));
  const ends = words.map(({ index, 0: word }) => index + word.length).filter((end) => end > start);
  const spared = lastOf(ends.length, (i) => isInstruction(text.slice(start, ends[ends.length - 1 - i])));
  return { start, end: ends[ends.length - 1 - spared] ?? text.length };
}

/** The last place that holds, by bisection: what holds for one holds for all before it. −1 where none does. */
function lastOf(count: number, holds: (place: number) => boolean): number {
  let [low, high] = [-1, count - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
