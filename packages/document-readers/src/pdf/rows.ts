import { raised } from '../text/superscripts.ts';
import type { GlyphRun } from './glyph-run.ts';

/** Runs beside each other with no more than a word space between them: words of a line, or a cell of a table. */
export interface Phrase {
  readonly runs: readonly GlyphRun[];
  readonly text: string;
  readonly x: number;
  readonly end: number;
}

/** Phrases on one baseline, from left to right. */
export interface Row {
  readonly phrases: readonly Phrase[];
  /** The baseline of its largest text. */
  readonly y: number;
  readonly size: number;
  readonly top: number;
  readonly bottom: number;
}

/** In em: what parts phrases, and how far a raised or lowered run may stand from the baseline of its row. */
const PHRASE_GAP = 0.9;
const WORD_GAP = 0.12;
/** Figures need less of a gap between them than words do, and a currency begins anew after a figure. */
const FIGURE_GAP = 0.42;
export const FIGURE_END = /[\d)%—–⁰¹²³⁴-⁹-]$/;
const FIGURE_START = /^(?:[$€£¥(]*\d|[$€£¥]|[—–-]$)/;
const SAME_BASELINE = 0.33;
const SCRIPT_SIZE = 0.86;
const RAISED = 0.12;
const FRACTION = /^[/⁄]\s?\d|^[/⁄]$/;

/** Gathers runs of one frame into rows, from the top down. */
export function rowsOf(runs: readonly GlyphRun[]): Row[] {
  const sorted = [...runs].sort((a, b) => a.y - b.y || a.x - b.x);
  const groups: GlyphRun[][] = [];
  let group: GlyphRun[] = [];
  let [y, size] = [0, 0];
  for (const run of sorted) {
    const joins = group.length > 0 && run.y - y < Math.max(1, Math.min(size, run.size) * SAME_BASELINE);
    if (!joins) {
      group = [];
      groups.push(group);
      [y, size] = [run.y, run.size];
    }
    group.push(run);
    if (run.size > size) [y, size] = [run.y, run.size];
  }
  return joinScripts(groups).map(rowOf);
}

/** Superscripts and subscripts make rows of their own, which overlap the row that they belong to. */
function joinScripts(groups: readonly GlyphRun[][]): GlyphRun[][] {
  const joined: GlyphRun[][] = [];
  const isScriptOf = (script: readonly GlyphRun[], base: readonly GlyphRun[]) => {
    const small = Math.max(...script.map(({ size }) => size));
    const host = base.find(({ size, y }) => small < SCRIPT_SIZE * size && Math.abs(script[0]!.y - y) < 0.6 * size);
    return (
      host !== undefined &&
      script.every((run) => base.some(({ x, end, size }) => run.x > x - 2.5 * size && run.x < end + size))
    );
  };
  groups.forEach((group, i) => {
    const before = joined.at(-1);
    const after = groups[i + 1];
    if (before && isScriptOf(group, before)) before.push(...group);
    else if (after && isScriptOf(group, after)) after.push(...group);
    else joined.push([...group]);
  });
  return joined;
}

function rowOf(runs: readonly GlyphRun[]): Row {
  const size = Math.max(...runs.map((run) => run.size));
  const tallest = runs.find((run) => run.size === size)!;
  return {
    phrases: phrasesOf(runs),
    y: tallest.y,
    size,
    top: topOf(tallest),
    bottom: tallest.y + tallest.font.descent * size,
  };
}

function topOf({ y, size, font }: GlyphRun): number {
  return y - font.ascent * size;
}

export function phrasesOf(runs: readonly GlyphRun[]): Phrase[] {
  const sorted = [...runs].sort((a, b) => a.x - b.x);
  const phrases: GlyphRun[][] = [];
  let end = -Infinity;
  for (const run of sorted) {
    const before = phrases.at(-1);
    if (before && isRepeated(run, before.at(-1)!)) continue;
    const last = before?.at(-1);
    if (before && last && run.x - end < gapBetween(last, run)) before.push(run);
    else phrases.push([run]);
    end = Math.max(end, run.end);
  }
  return phrases.map(phraseOf);
}

function gapBetween(last: GlyphRun, run: GlyphRun): number {
  const areFigures = FIGURE_END.test(last.text) && FIGURE_START.test(run.text);
  return (areFigures ? FIGURE_GAP : PHRASE_GAP) * Math.min(run.size, last.size);
}

/** Some programs draw a text twice, a little apart, to make it bold. */
function isRepeated(run: GlyphRun, before: GlyphRun): boolean {
  return run.text === before.text && Math.abs(run.x - before.x) < 0.15 * run.size;
}

/** Whether a run is smaller than what it stands beside, and above its line. */
export function isSuperscript(
  run: Pick<GlyphRun, 'size' | 'y'>,
  base: { readonly size: number; readonly y: number },
): boolean {
  return run.size < SCRIPT_SIZE * base.size && base.y - run.y > RAISED * base.size;
}

export function phraseOf(runs: readonly GlyphRun[]): Phrase {
  const written: string[] = [];
  let base = runs[0]!;
  runs.forEach((run, i) => {
    const before = runs[i - 1];
    const isApart = before && (before.hasSpaceAfter || run.x - before.end > WORD_GAP * Math.min(run.size, before.size));
    const isScript = isSuperscript(run, base);
    if (!isScript) base = run;
    const text = isScript ? raised(run.text, written.slice(-3).join('')) : run.text;
    const isMark = text !== run.text;
    // "1 1/2" has no mark, but the upper part of a fraction.
    const isNumerator = isMark && FRACTION.test(runs[i + 1]?.text ?? '');
    written.push(isNumerator || (isApart && !isMark) ? ` ${run.text}` : text);
  });
  return { runs, text: written.join(''), x: runs[0]!.x, end: Math.max(...runs.map((run) => run.end)) };
}
