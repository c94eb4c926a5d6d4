import type { Span } from './chunk.ts';

/** Finds the places where a span may be cut: contiguous parts with nothing but white space between them. */
export type Splitter = (source: string, span: Span) => Span[];

const sentences = new Intl.Segmenter(undefined, { granularity: 'sentence' });

const byParagraph: Splitter = (source, span) => splitAt(source, span, /\n[^\S\n]*\n/g);
const byLine: Splitter = (source, span) => splitAt(source, span, /\n/g);
const byWord: Splitter = (source, span) => splitAt(source, span, /\s+/g);

const bySentence: Splitter = (source, { start, end }) => {
  const parts: Span[] = [];
  for (const { index, segment } of sentences.segment(source.slice(start, end))) {
    pushTrimmed(source, { start: start + index, end: start + index + segment.length }, parts);
  }
  return parts;
};

const inHalves: Splitter = (source, { start, end }) => {
  const middle = characterBoundary(source, start, end);
  return [
    { start, end: middle },
    { start: middle, end },
  ].filter((half) => half.end > half.start);
};

/** From the kindest cut to the harshest; the last always cuts. */
export const PROSE: readonly Splitter[] = [byParagraph, bySentence, byWord, inHalves];
/** Code keeps its lines whole as long as it can. */
export const CODE: readonly Splitter[] = [byParagraph, byLine, byWord, inHalves];

/** The span without the white space at its ends; empty when there is nothing else. */
export function trim(source: string, { start, end }: Span): Span {
  const text = source.slice(start, end);
  const lead = text.length - text.trimStart().length;
  return lead === text.length ? { start, end: start } : { start: start + lead, end: start + text.trimEnd().length };
}

function splitAt(source: string, { start, end }: Span, separator: RegExp): Span[] {
  const parts: Span[] = [];
  let from = start;
  for (const match of source.slice(start, end).matchAll(separator)) {
    pushTrimmed(source, { start: from, end: start + match.index }, parts);
    from = start + match.index + match[0].length;
  }
  pushTrimmed(source, { start: from, end }, parts);
  return parts;
}

function pushTrimmed(source: string, span: Span, parts: Span[]): void {
  const trimmed = trim(source, span);
  if (trimmed.end > trimmed.start) parts.push(trimmed);
}

/** The place nearest to the middle that parts no mark or joiner from its character, else that cuts no surrogate pair. */
function characterBoundary(source: string, start: number, end: number): number {
  const middle = Math.floor((start + end) / 2);
  for (const isAttached of [continuesCharacter, continuesPair]) {
    for (let distance = 0; middle - distance > start || middle + distance < end; distance += 1) {
      for (const place of [middle + distance, middle - distance]) {
        if (place > start && place < end && !isAttached(source, place)) return place;
      }
    }
  }
  return end;
}

function continuesCharacter(source: string, place: number): boolean {
  const joined = source.charCodeAt(place - 1) === 0x200d;
  return (
    joined ||
    continuesPair(source, place) ||
    /^(?:\p{M}|\u200d|\p{Emoji_Modifier})/u.test(source.slice(place, place + 2))
  );
}

function continuesPair(source: string, place: number): boolean {
  const unit = source.charCodeAt(place);
  const before = source.charCodeAt(place - 1);
  return unit >= 0xdc00 && unit <= 0xdfff && before >= 0xd800 && before <= 0xdbff;
}
