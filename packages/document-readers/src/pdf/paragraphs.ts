import type { ProseLine } from './prose-line.ts';

/** Of the usual distance between lines: more parts paragraphs. */
const WIDER = 1.3;
const SIZE_STEP = 0.08;
/** The share of a column that a line leaves empty when nothing follows in its paragraph. */
const SHORT = 0.22;
const SENTENCE_END = /[.:;!?…]["”’»)]*$/;
const UPPER = /^[\p{Lu}\p{N}"“¿¡(«]/u;

/** Gathers lines into paragraphs and list items. */
export function paragraphsOf(lines: readonly ProseLine[]): ProseLine[][] {
  const paragraphs: ProseLine[][] = [];
  const right = Math.max(...lines.map(({ end }) => end));
  const left = Math.min(...lines.map(({ x }) => x));
  const pitch = usualPitch(lines);
  for (const line of lines) {
    const current = paragraphs.at(-1);
    if (current && !startsAnew(line, current, { left, right, pitch })) current.push(line);
    else paragraphs.push([line]);
  }
  return paragraphs;
}

interface Column {
  readonly left: number;
  readonly right: number;
  readonly pitch: number;
}

/** The median distance between lines that are no further apart than two lines, in heights of the text. */
function usualPitch(lines: readonly ProseLine[]): number {
  const pitches = lines.flatMap((line, i) => {
    const before = lines[i - 1];
    const pitch = before ? (line.y - before.y) / line.size : 0;
    return pitch > 0.5 && pitch < 2 ? [pitch] : [];
  });
  return Math.max(1, pitches.sort((a, b) => a - b)[pitches.length >> 1] ?? 1.2);
}

function startsAnew(line: ProseLine, paragraph: readonly ProseLine[], { left, right, pitch }: Column): boolean {
  const [first] = paragraph;
  const before = paragraph.at(-1)!;
  const em = line.size;
  if (line.y - before.y > WIDER * pitch * em || line.y < before.y) return true;
  if (Math.abs(line.size - before.size) > SIZE_STEP * before.size || line.isBold !== before.isBold) return true;
  if (line.itemX !== undefined && (line.x <= (first!.itemX ?? Infinity) || first!.itemX === undefined)) return true;
  const width = right - left;
  const isShort = right - before.end > SHORT * width;
  if (first!.itemX !== undefined) {
    const isOutside = line.x < first!.x + 0.5 * em && first!.itemX > first!.x + em;
    return isOutside && (isShort || SENTENCE_END.test(before.text));
  }
  // Lines that are centred or set apart, as on title pages.
  if (isShort && right - line.end > SHORT * width && Math.abs(line.x - before.x) > 1.5 * em && !isCentred(line, before))
    return true;
  if (isShort && SENTENCE_END.test(before.text) && UPPER.test(line.text)) return true;
  const body = paragraph.length > 1 ? before.x : first!.x;
  const isIndented = line.x > body + 0.9 * em;
  return isIndented && (SENTENCE_END.test(before.text) || isShort) && paragraph.length > 1;
}

function isCentred(a: ProseLine, b: ProseLine): boolean {
  return Math.abs(a.x + a.end - b.x - b.end) < 0.6 * a.size;
}
